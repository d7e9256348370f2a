"""A bare Flask route, the measure that everything is compared with."""

from flask import Flask

app = Flask("bare")


@app.get("/")
def hello() -> str:
    """Nothing but an answer."""
    return "Bonjour"
