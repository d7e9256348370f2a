"""Make the pages and the accounts that many writers share; run as a process of its own by the tests.

Usage: commons.py PAGES WRITERS PASSWORD; settings from the environment, the text from the standard input.
"""

import sys

from wiki.accounts.registering import create_user
from wiki.app import connect
from wiki.editing.preparing import Change
from wiki.editing.saving import save_revision
from wiki.permissions.authority import UltimateAuthority
from wiki.settings import load
from wiki.titles import Title
from wiki.users.accounts import system_user

pages, writers, password = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
text = sys.stdin.read()
connect(load())
authority = UltimateAuthority(system_user())
for number in range(pages):
    save_revision(authority, title=Title.parse(f"Commune {number}"), change=Change(text))
for number in range(writers):
    create_user(authority, name=f"Plume {number}", password=password, groups=("bot",))
