"""The pages of people, groups and rights."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from wiki.permissions.groups import granted_to, matrix
from wiki.rights import DEFAULT_MATRIX, GROUPS, RIGHTS
from wiki.users.finding import require
from wiki.users.models import User
from wiki.users.temporary import temporary_account

Maker = Callable[..., User]
Browse = Callable[[User], FlaskClient]


def granted(name: str) -> frozenset[str]:
    return granted_to(require(name).id)


def text(client: FlaskClient, path: str) -> str:
    client.set_cookie("wiki-language", "en")
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_everybody_reads_who_may_do_what(client: FlaskClient) -> None:
    page = text(client, "/special/group-rights")
    for right, words in RIGHTS.items():
        assert f"{words} <code>{right}</code>" in page
    for words in GROUPS.values():
        assert words in page
    assert page.count("✓") == sum(map(len, matrix().values()))
    assert "/special/group-rights/bot" not in page


def test_the_table_comes_as_a_file(client: FlaskClient) -> None:
    answer = client.get("/special/group-rights?format=csv")
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0] == "right," + ",".join(GROUPS)
    assert "editrights,0,0,0,0,0,0,0,0,1,0" in lines
    assert len(lines) == len(RIGHTS) + 1


def test_people_are_listed_and_found(client: FlaskClient, user: Maker) -> None:
    user("Camille", groups=("moderator",), edit_count=1234)
    user("Dominique")
    temporary_account()
    page = text(client, "/special/users")
    assert "Camille" in page
    assert "Moderators" in page
    assert "1,234" in page
    assert "~20" not in page
    assert "Dominique" not in text(client, "/special/users?prefix=cam")
    assert "Dominique" not in text(client, "/special/users?group=moderator")
    assert "Nobody here by that name" in text(client, "/special/users?prefix=%25")


def test_people_are_listed_in_parts(client: FlaskClient, user: Maker) -> None:
    for number in range(25):
        user(f"Habitant {chr(97 + number) * 3} {number + 20}")
    page = text(client, "/special/users?limit=20&prefix=Habitant")
    assert page.count('<th scope="row">') == 20
    assert "offset=20" in page
    assert text(client, "/special/users?limit=20&offset=20&prefix=Habitant").count('<th scope="row">') == 5


def test_groups_change_in_the_browser(user: Maker, as_user: Browse) -> None:
    user("Camille", groups=("bot",))
    client = as_user(user("Fondatrice", groups=("administrator", "bureaucrat")))
    assert "Automatic processes" in text(client, "/special/user-rights?user=camille")
    data = {"groups": ["moderator", "reviewer"], "reason": "Vote du 3 mars"}
    answer = client.post("/special/user-rights?user=Camille", data=data)
    assert (answer.status_code, answer.location) == (303, "/special/user-rights?user=Camille")
    assert granted("Camille") == {"moderator", "reviewer"}
    answer = client.post("/special/user-rights?user=Camille", data={"groups": ["moderator"], "reason": " "})
    assert answer.status_code == 400
    assert "Say why you make this change." in answer.get_data(as_text=True)
    assert granted("Camille") == {"moderator", "reviewer"}


def test_the_last_bureaucrat_is_told_to_stay(user: Maker, as_user: Browse) -> None:
    client = as_user(user("Fondatrice", groups=("administrator", "bureaucrat")))
    client.set_cookie("wiki-language", "en")
    answer = client.post("/special/user-rights?user=Fondatrice", data={"groups": [], "reason": "je pars"})
    assert answer.status_code == 400
    assert "Name another person first" in answer.get_data(as_text=True)


@pytest.mark.parametrize("group", ["bureaucrat", "user", "nonsense"])
def test_rights_do_not_escalate(user: Maker, as_user: Browse, group: str) -> None:
    administrator = user("Camille", groups=("administrator",))
    data = {"groups": ["administrator", group], "reason": "pour voir"}
    answer = as_user(administrator).post("/special/user-rights?user=Camille", data=data)
    assert answer.status_code == 400
    assert granted("Camille") == {"administrator"}


def test_groups_beyond_one_s_rights_stay(user: Maker, as_user: Browse) -> None:
    user("Fondatrice", groups=("bureaucrat", "moderator"))
    client = as_user(user("Camille", groups=("administrator",)))
    assert "These stay: you lack some of their rights." in text(client, "/special/user-rights?user=Fondatrice")
    client.post("/special/user-rights?user=Fondatrice", data={"groups": [], "reason": "ménage"})
    assert granted("Fondatrice") == {"bureaucrat"}


@pytest.mark.parametrize("path", ["/special/user-rights?user=Camille", "/special/group-rights/bot"])
def test_others_change_nothing(app: Flask, user: Maker, as_user: Browse, path: str) -> None:
    camille = user("Camille", groups=("moderator",))
    data = {"groups": ["administrator"], "rights": ["delete"], "reason": "moi"}
    for client in (as_user(camille), as_user(temporary_account()), app.test_client()):
        assert client.post(path, data=data).status_code == 403
    assert granted("Camille") == {"moderator"}
    assert matrix()["bot"] == set(DEFAULT_MATRIX["bot"])


def test_the_groups_of_anybody_can_be_read(client: FlaskClient, user: Maker) -> None:
    user("Camille", groups=("moderator",))
    page = text(client, "/special/user-rights?user=Camille")
    assert "Moderators" in page
    assert 'name="groups"' not in page
    assert client.get("/special/user-rights?user=Personne").status_code == 404
    assert 'name="user"' in text(client, "/special/user-rights")


def test_rights_change_in_the_browser(user: Maker, as_user: Browse) -> None:
    client = as_user(user("Fondatrice", groups=("administrator", "bureaucrat")))
    assert "/special/group-rights/bot" in text(client, "/special/group-rights")
    assert "Delete pages (delete)" in text(client, "/special/group-rights/reviewer")
    data = {"rights": ["noratelimit", "delete"], "reason": "Vote du 3 mars"}
    assert client.post("/special/group-rights/reviewer", data=data).status_code == 303
    assert matrix()["reviewer"] == {"noratelimit", "delete"}
    data = {"rights": ["read", "nosuchright", "rule-the-world"], "reason": "plus"}
    answer = client.post("/special/group-rights/reviewer", data=data)
    assert answer.status_code == 400
    assert "Several of these cannot be chosen here." in answer.get_data(as_text=True)
    assert "nosuchright" not in answer.get_data(as_text=True)
    data = {"rights": ["rule-the-world"], "reason": "plus"}
    assert client.post("/special/group-rights/reviewer", data=data).status_code == 400
    assert client.get("/special/group-rights/nonsense").status_code == 400


def test_rights_beyond_one_s_own_stay(user: Maker, as_user: Browse) -> None:
    user("Fondatrice", groups=("administrator", "bureaucrat"))
    client = as_user(user("Camille", groups=("bureaucrat",)))
    before = matrix()["moderator"]
    data = {"rights": ["userrights"], "reason": "essai"}
    assert client.post("/special/group-rights/moderator", data=data).status_code == 303
    assert matrix()["moderator"] == before | {"userrights"}
    data = {"rights": ["delete"], "reason": "essai"}
    assert client.post("/special/group-rights/user", data=data).status_code == 400
    assert "delete" not in matrix()["user"]


def test_nobody_is_locked_out_by_a_tick_too_few(client: FlaskClient, user: Maker, as_user: Browse) -> None:
    founder = as_user(user("Fondatrice", groups=("administrator", "bureaucrat")))
    data = {"rights": sorted(matrix()["*"] - {"read"}), "reason": "wiki fermé"}
    answer = founder.post("/special/group-rights/*", data=data)
    assert answer.status_code == 400
    assert "Donnez-le d’abord à un autre" in answer.get_data(as_text=True)
    assert client.get("/special/all-pages").status_code == 200
