"""`wiki import markdown`: a folder becomes pages, twice becomes nothing more, and no file is lost without a word."""

import os

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from tests.conftest import SECRET
from wiki.checking import CHECKS
from wiki.cli import main
from wiki.database import session
from wiki.pages import finding
from wiki.pages.models import Revision
from wiki.parsing.limits import MAX_TEXT_BYTES
from wiki.search import worker
from wiki.taxonomy import finding as taxonomy
from wiki.titles import Title
from wiki.users.models import User

FILES = {
    "accueil.md": "---\ntitle: Jardins\ntags: [Potagers, commune]\nusertypes: [particulier]\n---\n# Jardins\n\n"
    "Voir [le sol](terre/sol.md#la-vie-du-sol) et [le site](https://exemple.org/).\n",
    "terre/sol.md": "# Sol\n\n## La vie du sol\n\nDes vers. [Retour](../accueil.md)\n",
    "terre/autre.md": "# Sol\n\nUn autre texte.\n",
    "terre/mal [dit].md": "Sans titre.\n",
    "terre/note.txt": "Pas une page.",
    ".caché.md": "Caché.",
    ".git/x.md": "Caché.",
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "files"
    for name, text in FILES.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def run(wiki_database, monkeypatch, folder):
    """`run("--update")`: import the folder."""
    for name, value in {"WIKI_DATA": str(wiki_database.data), "SECRET_KEY": SECRET, "DATABASE_URL": ""}.items():
        monkeypatch.setenv(name, value)

    def run(*options: str, status: int = 0) -> str:
        answer = CliRunner().invoke(main, ["import", "markdown", str(folder), *options])
        session.remove()
        assert answer.exit_code == status, answer.output
        return answer.output

    return run


def text(title: str) -> str:
    return finding.latest_text(finding.get_page(Title.parse(title)))


def revisions() -> int:
    return session.scalar(select(func.count()).select_from(Revision))


def test_a_folder_becomes_pages_that_link_to_each_other(run, user):
    user("Alice")
    output = run("--author", "Alice", "--summary", "depuis notre ancien site")
    assert "4 created" in output
    assert "terre/sol.md: is called “Sol (sol)”" in output
    assert "terre/mal [dit].md: is called “Mal (dit)”" in output
    assert "[[Sol (sol)#La vie du sol|le sol]] et [le site](https://exemple.org/)" in text("Jardins")
    assert "# Jardins" not in text("Jardins")
    assert text("Sol") == "Un autre texte."
    assert "[[Jardins|Retour]]" in text("Sol (sol)")
    for name in ("Potagers", "Commune"):
        assert [row[0].name for row in taxonomy.members(name, limit=9, offset=0).rows] == ["Jardins"]
    citizen = taxonomy.find_profile(slug="citoyen")
    assert [row[0].name for row in taxonomy.profile_members(citizen, limit=9, offset=0).rows] == ["Jardins"]
    revision = finding.latest_revision(finding.get_page(Title.parse("Jardins")))
    assert revision.summary == "depuis notre ancien site"
    assert session.get_one(User, revision.user_id).name == "Alice"
    worker.catch_up()
    assert [line for check in CHECKS.values() for line in check()] == []


def test_twice_is_once(run):
    run()
    before = revisions()
    assert "4 unchanged" in run("--update")
    assert revisions() == before


def test_what_was_written_in_the_wiki_is_kept_unless_told(run, page, folder):
    run()
    page("Sol", "Corrigé dans le wiki.")
    output = run()
    assert "skipped: terre/autre.md: the page “Sol” exists with another text" in output
    assert text("Sol") == "Corrigé dans le wiki."
    assert "1 updated, 3 unchanged" in run("--update")
    assert text("Sol") == "Un autre texte."


def test_a_dry_run_tells_the_same_and_writes_nothing(run):
    told = run("--dry-run")
    assert revisions() == 0
    assert told.rpartition(";")[0] == run().rpartition(";")[0]


def test_what_cannot_be_read_is_named_and_the_others_go_on(run, folder, tmp_path):
    (folder / "latin.md").write_bytes("été".encode("latin-1"))
    (folder / "long.md").write_text("x" * (MAX_TEXT_BYTES + 1))
    (folder / "vide.md").write_text("")
    (tmp_path / "secret.md").write_text("Dehors.")
    (folder / "lien.md").symlink_to(tmp_path / "secret.md")
    (folder / "ailleurs").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "tuyau.md")
    output = run(status=1)
    assert "4 created" in output
    assert "5 failed" in output
    for name in ("latin.md", "long.md", "vide.md", "lien.md", "tuyau.md"):
        assert f"failed: {name}: " in output
    assert "secret" not in output
    assert finding.find_page(Title.parse("Lien")) is None


def test_other_fields_may_name_categories_and_profiles(run):
    run("--category", "usertypes", "--profile", "tags")
    page = text("Jardins")
    assert 'catégories: ["particulier"]' in page
    assert 'profils: ["Potagers", "commune"]' in page


def test_what_leads_nowhere_in_the_wiki_is_told(run, folder):
    (folder / "perdu.md").write_text(
        "---\naudience: [marins, citoyen]\nthematiques: 12\n---\n# Perdu\n\n[rien](absent.md) [le sol][réf] "
        "![x](img/a.png) [dossier](../startups/)\n\n[réf]: terre/sol.md\n",
        encoding="utf-8",
    )
    output = run()
    assert "adjusted: perdu.md: has links that lead to no file or section here" in output
    assert "“absent.md”, “../startups/”" in output
    assert "“img/a.png”" in output
    assert "is for profiles that the wiki does not have: “marins”" in output
    assert "belongs to categories whose names have no letter: “12”" in output
    assert "6 adjusted" in output
    assert "[[Sol (sol)|le sol]]" in text("Perdu")
    assert "[rien](absent.md)" in text("Perdu"), "kept as it was written"


def test_a_wrong_call_is_told(run):
    assert "Nobody here is called" in run("--author", "Personne", status=1)
