"""No page escapes the tests in a browser: every address served by GET is a kind of page, or left out for a reason."""

import re

from flask import Flask

from tests.browser.kinds import KINDS, LEFT_OUT, LEFT_OUT_ACTIONS
from wiki.app import PAGE_ACTIONS

STAND_INS = {
    "administrator": "/special/become-administrator/x",
    "reset": "/special/reset-password/x",
    "confirm": "/special/confirm-email/x",
}
BY_NUMBER = {"diff": "diff", "revision": "oldid"}
"""Actions that the address names by what it asks for, without `action=`."""


def test_every_address_served_by_get(app: Flask) -> None:
    addresses = app.url_map.bind("127.0.0.1")
    paths = (re.sub(r"\{(\w+)\}", lambda found: STAND_INS.get(found[1], "1"), kind.path) for kind in KINDS)
    covered = {
        addresses.match(path.partition("?")[0], method="GET", return_rule=True)[0].rule
        for path in paths
        if path != "/nowhere"
    }
    served = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert served - covered - LEFT_OUT.keys() == set()
    assert LEFT_OUT.keys() - served == set(), "left out, but not served any more"


def test_every_action_of_a_page() -> None:
    asked = {action for kind in KINDS for action in re.findall(r"[?&]action=([\w-]+)", kind.path)}
    by_number = {
        action for action, sign in BY_NUMBER.items() if any(re.search(rf"[?&]{sign}=", kind.path) for kind in KINDS)
    }
    assert PAGE_ACTIONS.keys() - asked - by_number - LEFT_OUT_ACTIONS.keys() == {"view"}
