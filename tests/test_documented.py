"""What an operator must know stands in the README; a setting, right or command without words there is not done."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from wiki.cli import main
from wiki.rights import DEFAULT_MATRIX, GROUPS, RIGHTS
from wiki.settings import Settings

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [setting.metadata["env"] for setting in fields(Settings)])
def test_every_setting_is_in_the_readme(name):
    row = re.search(rf"^\| `{name}` \|(.*?)\| (.+) \|$", README, re.MULTILINE)
    assert row, f"{name} has no row in the table of settings"
    default = next(item.metadata["default"] for item in fields(Settings) if item.metadata["env"] == name)
    assert row[1].strip("` ") == default


@pytest.mark.parametrize("name", sorted(RIGHTS))
def test_every_right_is_in_the_readme_and_somebody_has_it(name):
    assert f"`{name}`" in README
    assert any(name in rights for rights in DEFAULT_MATRIX.values())


def test_the_matrix_names_only_groups_and_rights_that_exist():
    assert set(DEFAULT_MATRIX) <= set(GROUPS)
    assert {right for rights in DEFAULT_MATRIX.values() for right in rights} <= set(RIGHTS)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_in_the_readme_and_says_what_it_does(name):
    assert f"`wiki {name}" in README
    assert main.commands[name].help or name == "user"
