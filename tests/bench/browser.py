"""A browser reduced to what measuring needs: cookies, forms, one connection that stays open."""

import html
import http.client
import re
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode, urlsplit


class Browser:
    """Asks one server over one connection."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    @property
    def cookie(self) -> str:
        """What the header Cookie says."""
        return "; ".join(f"{name}={item.value}" for name, item in self._cookies.items())

    def get(self, path: str) -> tuple[int, str]:
        """(status, text) of a page."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """(status, text) of the answer to a form."""
        return self._ask("POST", path, urlencode(fields))

    def log_in(self, name: str, password: str) -> None:
        page = self.get("/special/log-in")[1]
        fields = {"csrf_token": field(page, "csrf_token"), "name": name, "password": password}
        status, _page = self.post("/special/log-in", fields)
        if status not in (302, 303):
            raise SystemExit(f"logging in was answered with {status}")
        # The message of welcome is shown once; then the cookie stays as it is.
        self.get("/special/display")
        self.get("/special/display")

    def edit(self, path: str, change: Callable[[str], str]) -> float:
        """Read a page, open its form and change its text, as people do; seconds from sending to the answer."""
        self.get(path)
        page = self.get(f"{path}?action=edit")[1]
        area = re.search(r'<textarea[^>]*name="text"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
        text = change(html.unescape(area[1]))
        fields = {name: field(page, name) for name in ("csrf_token", "base", "section", "theirs")}
        begin = time.perf_counter()
        status, answer = self.post(f"{path}?action=edit", {**fields, "text": text, "summary": "mesure", "save": "1"})
        if status != 303:
            raise SystemExit(f"a save was answered with {status}: {re.sub(r'<[^>]+>', ' ', answer)[:300]}")
        return time.perf_counter() - begin

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": self.cookie} if self._cookies else {}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, quote(path, safe="/:?=&%+,;"), body or None, headers)
        answer = self._connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or ():
            self._cookies.load(value)
        return answer.status, answer.read().decode("utf-8")


def field(page: str, name: str) -> str:
    """The value of a hidden field in a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""
