"""The WSGI application, for any server: `granian --interface wsgi wsgi:app`, `gunicorn wsgi:app`."""

from wiki.app import serve

app = serve()
