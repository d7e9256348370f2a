"""Headers that every answer carries. Rule: no inline script or style is ever allowed, so that a slip in escaping
is not executed (OWASP ASVS 5.0, 3.4)."""

from flask import Flask, Response, abort, request
from flask_babel import gettext as _

from wiki.settings import Settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)

WRITTEN = ("text", "summary", "reason", "other-")
"""Beginnings of the names of fields that hold what people write."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask, settings: Settings) -> None:
    """Put the headers on every answer, and refuse changes that come from another site."""

    @app.before_request
    def refuse_foreign_origin() -> None:
        origin = request.headers.get("Origin")
        if request.method in SAFE_METHODS or origin is None:
            return
        if origin not in {request.host_url.rstrip("/"), settings.site_url}:
            abort(400, _("This form came from another site. Open the page here and try again."))

    @app.before_request
    def refuse_nul() -> None:
        """No name and no number holds NUL, and PostgreSQL takes none; texts and titles have words of their own."""
        given = [*request.args.items(multi=True), *request.form.items(multi=True)]
        in_path = "\0" in request.path and not request.path.startswith("/wiki/")
        if in_path or any("\0" in value for name, value in given if not name.startswith(WRITTEN)):
            abort(400)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS:
            response.headers.setdefault(name, value)
        if settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
        return response
