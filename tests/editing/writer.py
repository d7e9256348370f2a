"""One of many people who edit the same pages at once over HTTP; run as a process of its own by the tests.

Usage: writer.py URL NAME PASSWORD NUMBER EDITS PAGES. Prints a line `page token` for each edit that was answered as
saved, as soon as it was; a server that dies ends it.
"""

import html
import http.cookiejar
import random
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

URL, NAME, PASSWORD = sys.argv[1:4]
NUMBER, EDITS, PAGES = map(int, sys.argv[4:7])


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_details):
        return None


browser = urllib.request.build_opener(NoRedirect, urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))


def ask(path, fields=None):
    """(status, text) of a request."""
    data = urllib.parse.urlencode(fields).encode() if fields is not None else None
    try:
        with browser.open(f"{URL}{path}", data, timeout=120) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def hidden(page, name):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    return found[1] if found else ""


def text_in(page):
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found[1])


def log_in():
    _status, page = ask("/special/log-in")
    fields = {"csrf_token": hidden(page, "csrf_token"), "name": NAME, "password": PASSWORD}
    status, page = ask("/special/log-in", fields)
    assert status in (302, 303), (status, re.sub(r"<[^>]+>", " ", page)[:500])


def edit(number, token):
    """Add a word to this writer's own paragraph of a page; choose both texts in a collision."""
    path = f"/wiki/Commune_{number}?action=edit"
    _status, page = ask(path)
    mark = f"Paragraphe {NUMBER}."
    text = text_in(page).replace(mark, f"{mark} {token}")
    fields = {"csrf_token": hidden(page, "csrf_token"), "base": hidden(page, "base"), "section": "", "theirs": ""}
    status, page = ask(path, {**fields, "text": text, "summary": token, "save": "1"})
    while status == 409:
        again = {
            "csrf_token": hidden(page, "csrf_token"),
            "base": hidden(page, "base"),
            "theirs": hidden(page, "theirs"),
        }
        choices = dict.fromkeys(re.findall(r'name="(choice-\d+)"', page), "both")
        status, page = ask(
            path, {**again, **choices, "text": text_in(page), "section": "", "summary": token, "save": "1"}
        )
    assert status == 303, (status, re.sub(r"<[^>]+>", " ", page)[:500])


log_in()
pick = random.Random(NUMBER)
for turn in range(EDITS):
    page_number, word = pick.randrange(PAGES), f"mot{NUMBER}x{turn}y"
    edit(page_number, word)
    print(page_number, word, flush=True)
