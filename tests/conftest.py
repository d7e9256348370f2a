"""What every test may ask for: a database of its own, an application on it, people and pages made in one line."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine

from wiki import database
from wiki.accounts import passwords
from wiki.app import create_app
from wiki.database import Base, transaction
from wiki.editing.preparing import Change
from wiki.editing.saving import Saved, save_revision
from wiki.pages import finding
from wiki.permissions.authority import Authority, UltimateAuthority
from wiki.permissions.groups import fill_matrix
from wiki.settings import Settings, load
from wiki.titles import Title
from wiki.users.accounts import create_account, system_user
from wiki.users.models import User

PASSWORD = "Sept-chemins-vers-la-rivière-42"
