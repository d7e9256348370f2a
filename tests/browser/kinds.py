"""Every kind of page that a person can meet, and how to get there.

Rule: an address that the application serves by GET is here, or in `LEFT_OUT` with the reason; likewise each `?action=`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Response

from tests.browser import texts
from tests.browser.site_on_trial import BLOCKED, BUREAUCRAT, MODERATOR, OVERSIGHTER, PASSWORD, READER, Site, wiki

Step = Callable[[Page, Site], Response]
"""Goes on from the opened page to the one that is meant; gives the answer that shows it."""


@dataclass(frozen=True)
class Kind:
    """A kind of page: its name here, its path (`{name}` from `Site.known`), who looks, the status expected."""

    name: str
    path: str
    who: str | None = None
    status: int = 200
    step: Step | None = None


def answered(page: Page, act: Callable[[], object]) -> Response:
    """The answer to the navigation that `act` begins."""
    with page.expect_navigation(wait_until="load") as going:
        act()
    response = going.value
    assert response is not None
    return response


def press(page: Page, name: str) -> Response:
    """Send the form on the page by its button `name`, past the script that would keep the person on the page."""
    button = f"main button[name={name}]"
    return answered(
        page, lambda: page.eval_on_selector(button, "button => setTimeout(() => button.form.requestSubmit(button))")
    )


def decided_by(name: str) -> Step:
    """Press the button `name` of the form that decides, filled in or not."""
    return lambda page, _site: press(page, name)


def write_and(name: str) -> Step:
    """Change the text in the edit form, then press the button `name`."""

    def step(page: Page, _site: Site) -> Response:
        text = page.input_value("#text").replace("paragraphe", "alinéa").replace("premier point", "point premier")
        page.fill("#text", text)
        return press(page, name)

    return step


def collide(page: Page, site: Site) -> Response:
    """Save while somebody else has changed the same words."""
    title = "Page contestée"
    page.fill("#text", page.input_value("#text").replace("Le deuxième", "Mon deuxième"))
    site.change(title, "Le deuxième", "Leur deuxième")
    try:
        return press(page, "save")
    finally:
        site.change(title, "Leur deuxième", "Le deuxième")


def collide_and_forget(page: Page, site: Site) -> Response:
    """Answer a collision without choosing: asked again."""
    collide(page, site)
    page.eval_on_selector("form[data-edit]", "form => { form.noValidate = true; }")
    return press(page, "save")


def tried(page: Page, _site: Site) -> Response:
    """Try the conditions of a rule on the last edits."""
    return press(page, "rehearse")


def rule_says(word: str) -> Step:
    """Add a word that a rule of the wiki on trial looks for, then save."""

    def step(page: Page, _site: Site) -> Response:
        page.fill("#text", f"Un texte avec {word}.")
        return press(page, "save")

    return step


def too_long_summary(page: Page, _site: Site) -> Response:
    """A save that is refused, with the text kept."""
    page.eval_on_selector("#summary", "field => field.removeAttribute('maxlength')")
    page.fill("#summary", "trop " * 200)
    return press(page, "save")


def too_large_text(page: Page, _site: Site) -> Response:
    """More text than a page may hold."""
    page.eval_on_selector("#text", "area => { area.value = 'Un mot de trop. '.repeat(140000); }")
    return submit(page, "form[data-edit]")


def too_often(page: Page, _site: Site) -> Response:
    """Wrong passwords, until the wiki asks to wait."""
    for _turn in range(5):
        try_password(page, "pas le bon")
    return try_password(page, PASSWORD)


def try_password(page: Page, password: str) -> Response:
    page.fill("#name", "Personne de ce nom")
    page.fill("#password", password)
    return submit(page)


def submit(page: Page, form: str = "main form") -> Response:
    """Send a form by its script interface, unchecked by the browser."""
    return answered(page, lambda: page.eval_on_selector(form, "form => setTimeout(() => form.submit())"))


def submitted(**fields: str) -> Step:
    """Fill fields by their names, then send the form."""

    def step(page: Page, _site: Site) -> Response:
        for name, value in fields.items():
            page.fill(f"main [name={name}]", value)
        return submit(page)

    return step


def keep_without_name(page: Page, _site: Site) -> Response:
    """Filters kept without a name: refused, and asked again."""
    page.eval_on_selector(".filters__keep form", "form => { form.noValidate = true; }")
    return submit(page, ".filters__keep form")


def asked_reset(page: Page, _site: Site) -> Response:
    page.fill("#named", "inconnue@example.org")
    return submit(page)


def edit_as_visitor_then(path: str) -> Step:
    """Make a first edit, which makes a temporary account, then go to `path`."""

    def step(page: Page, site: Site) -> Response:
        page.fill("#text", "Écrit sans compte.")
        press(page, "save")
        response = page.goto(site.url + path)
        assert response is not None
        return response

    return step


ARTICLE = texts.ARTICLE
CONTESTED = wiki("Page contestée", "?action=edit")

READING = (
    Kind("home", "/"),
    Kind("article", wiki(ARTICLE)),
    Kind("article, long words", wiki(texts.LONG_WORD[:120])),
    Kind("article, demonstration", wiki("Résilience territoriale")),
    Kind("article, logged in", wiki(ARTICLE), MODERATOR),
    Kind("subpage", wiki("Banc d’essai/Sous-page")),
    Kind("template missing", wiki("Page au modèle absent")),
    Kind("redirected", wiki("Vers la redirection")),
    Kind("redirect itself", wiki("Vers le banc", "?redirect=no")),
    Kind("category", wiki("Catégorie:Risques naturels")),
    Kind("category, free", wiki("Catégorie:Essais")),
    Kind("category, empty", wiki("Catégorie:Personne ici"), status=404),
    Kind("profile", wiki("Profil:Citoyen")),
    Kind("profile, short address", "/profil/citoyen"),
    Kind("template page", wiki("Modèle:Ébauche")),
    Kind("help", wiki("Aide:Accueil")),
    Kind("user page", wiki("Utilisateur:Modératrice")),
    Kind("talk", wiki(f"Discussion:{ARTICLE}")),
    Kind("no title", "/wiki/"),
    Kind("missing", wiki("Rien à ce titre"), status=404),
    Kind("missing, logged in", wiki(texts.DELETED), MODERATOR, 404),
    Kind("history", wiki(ARTICLE, "?action=history")),
    Kind("history, moderator", wiki(ARTICLE, "?action=history"), MODERATOR),
    Kind("diff", wiki(ARTICLE, "?oldid={first}&diff={last}")),
    Kind("diff, one step", wiki(ARTICLE, "?oldid={middle}&diff=prev")),
    Kind("diff, first", wiki(ARTICLE, "?oldid={first}&diff=prev")),
    Kind("old revision", wiki(ARTICLE, "?oldid={first}")),
    Kind("information", wiki(ARTICLE, "?action=info")),
    Kind("article read through a category", wiki(ARTICLE, "?in=Risques+naturels")),
    Kind("comfortable reading", wiki(ARTICLE, "?action=read")),
    Kind("permanent link", "/special/permanent-link/{first}"),
    Kind("diff by number", "/special/diff/{middle}"),
    Kind("diff by numbers", "/special/diff/{first}/{last}"),
)

WRITING = (
    Kind("edit", wiki(ARTICLE, "?action=edit")),
    Kind("edit, logged in", wiki(ARTICLE, "?action=edit"), MODERATOR),
    Kind("edit a section", wiki(ARTICLE, "?action=edit&section=1")),
    Kind("edit an old revision", wiki(ARTICLE, "?action=edit&oldid={first}")),
    Kind("create", wiki("Rien à ce titre", "?action=edit")),
    Kind("edit a talk page", wiki(f"Discussion:{ARTICLE}", "?action=edit&section=new")),
    Kind("preview", wiki(ARTICLE, "?action=edit"), step=write_and("preview")),
    Kind("changes", wiki(ARTICLE, "?action=edit"), step=write_and("changes")),
    Kind("save refused", wiki(ARTICLE, "?action=edit"), status=400, step=too_long_summary),
    Kind("save warned", wiki("Page avertie", "?action=edit"), READER, 400, rule_says("avertimot")),
    Kind("save not allowed", wiki("Page refusée", "?action=edit"), READER, 403, rule_says("refusemot")),
    Kind("conflict", CONTESTED, MODERATOR, 409, collide),
    Kind("conflict, no choice", CONTESTED, MODERATOR, 409, collide_and_forget),
    Kind("undo", wiki(ARTICLE, "?action=undo&oldid={last}")),
    Kind("restore", wiki(ARTICLE, "?action=restore&oldid={first}")),
    Kind("move", wiki(ARTICLE, "?action=move"), READER),
    Kind("move, moderator", wiki(ARTICLE, "?action=move"), MODERATOR),
    Kind("move refused", wiki("Impasse", "?action=move"), READER, 400, submitted(target="Page [interdite]")),
    Kind("moved", wiki("Page à déplacer", "?action=move"), READER, 200, submitted(target="Page déplacée")),
    Kind("moved, told later", wiki(texts.MOVED, "?action=moved&entry={move}")),
    Kind("links to update", wiki("Vers le banc", "?action=update-links"), READER),
    Kind("delete", wiki(ARTICLE, "?action=delete"), MODERATOR),
    Kind("hide", wiki(texts.HIDDEN, "?action=hide&revision={hidden}"), MODERATOR),
    Kind("hide, refused", wiki(texts.HIDDEN, "?action=hide&revision={hidden}"), MODERATOR, 400, submitted(reason="")),
    Kind("history with hidden details", wiki(texts.HIDDEN, "?action=history")),
    Kind("history, moderator", wiki(texts.HIDDEN, "?action=history"), MODERATOR),
    Kind("hidden text", wiki(texts.HIDDEN, "?oldid={hidden}"), status=403),
    Kind("rollback", wiki(texts.ROLLED_BACK, f"?action=rollback&from={READER}"), MODERATOR),
    Kind("rollback refused", wiki(ARTICLE, f"?action=rollback&from={MODERATOR}"), MODERATOR, 409),
    Kind("page of which an edit waits", wiki(texts.REVIEWED)),
    Kind("page of which an edit waits, its author", wiki(texts.REVIEWED), READER),
    Kind("page of which an edit waits, history", wiki(texts.REVIEWED, "?action=history")),
    Kind("page of which an edit waits, edited", wiki(texts.REVIEWED, "?action=edit"), MODERATOR),
    Kind("page of which nothing is accepted", wiki(texts.NOT_YET_ACCEPTED), status=404),
    Kind("page of which nothing is accepted, its author", wiki(texts.NOT_YET_ACCEPTED), READER),
    Kind("review", wiki(texts.REVIEWED, "?action=review"), MODERATOR),
    Kind("review, passages", wiki(texts.REVIEWED, "?action=review&apart=1"), MODERATOR),
    Kind("review, without a reason", wiki(texts.REVIEWED, "?action=review"), MODERATOR, 400, decided_by("reject")),
    Kind("review, nothing waits", wiki(ARTICLE, "?action=review"), MODERATOR),
    Kind("review, queue", "/special/review", MODERATOR),
    Kind("review, which edits wait", "/special/review/policy", MODERATOR),
    Kind("review, what became of an edit", "/special/review/edit/{waiting}"),
    Kind("undelete", wiki(texts.DELETED, "?action=undelete"), MODERATOR),
    Kind("undelete, nothing", wiki("Rien à ce titre", "?action=undelete"), MODERATOR),
    Kind("protect", wiki(ARTICLE, "?action=protect"), MODERATOR),
    Kind("protect, refused", wiki(ARTICLE, "?action=protect"), MODERATOR, 400, submitted(reason="")),
    Kind("protect a missing title", wiki("Rien à ce titre", "?action=protect"), MODERATOR),
    Kind("protected page", wiki(texts.PROTECTED)),
    Kind("protected page, information", wiki(texts.PROTECTED, "?action=info")),
    Kind("protected page, source", wiki(texts.PROTECTED, "?action=edit"), status=403),
    Kind("protected page, in force", wiki(texts.PROTECTED, "?action=protect"), MODERATOR),
    Kind("purge", wiki(ARTICLE, "?action=purge")),
    Kind("watch", wiki("Résilience territoriale", "?action=watch"), READER),
    Kind("unwatch", wiki(ARTICLE, "?action=unwatch"), READER),
)

PEOPLE = (
    Kind("register", "/special/register"),
    Kind("register refused", "/special/register", status=400,
         step=submitted(name="Nom", password="court", repeated="x")),
    Kind("register, temporary account", wiki("Écrit par une visiteuse", "?action=edit"),
         step=edit_as_visitor_then("/special/register")),
    Kind("contributions, temporary account", wiki("Écrit par un visiteur", "?action=edit"),
         step=edit_as_visitor_then("/special/recent-changes?limit=20")),
    Kind("log in", "/special/log-in"),
    Kind("log in refused", "/special/log-in", status=400, step=submitted(name="Personne", password="faux")),
    Kind("preferences", "/special/preferences", READER),
    Kind("change password", "/special/change-password", READER),
    Kind("change e-mail", "/special/change-email", READER),
    Kind("confirm e-mail", "{confirm}", READER),
    Kind("ask to reset", "/special/reset-password"),
    Kind("reset asked", "/special/reset-password", step=asked_reset),
    Kind("reset password", "{reset}"),
    Kind("become administrator", "{administrator}"),
    Kind("groups and rights", "/special/group-rights", READER),
    Kind("groups and rights, bureaucrat", "/special/group-rights", BUREAUCRAT),
    Kind("rights of a group", "/special/group-rights/moderator", BUREAUCRAT),
    Kind("groups of whom", "/special/user-rights", BUREAUCRAT),
    Kind("groups of a person", "/special/user-rights?user=Lectrice", READER),
    Kind("groups of a person, bureaucrat", "/special/user-rights?user=Lectrice", BUREAUCRAT),
    Kind("my standing", "/special/my-standing", READER),
    Kind("trust of somebody", "/special/trust?user=Lectrice", BUREAUCRAT),
    Kind("trust of somebody, refused", "/special/trust?user=Lectrice", BUREAUCRAT, 400, submitted(reason="")),
    Kind("conditions of trust", "/special/trust-conditions"),
    Kind("conditions of trust, bureaucrat", "/special/trust-conditions", BUREAUCRAT),
    Kind("conditions of trust, refused", "/special/trust-conditions", BUREAUCRAT, 400, submitted(days="0", reason="x")),
    Kind("people", "/special/users"),
    Kind("people, bureaucrat", "/special/users", BUREAUCRAT),
    Kind("people, nobody", "/special/users?prefix=Zzzz"),
    Kind("blocks", "/special/blocks"),
    Kind("blocks, moderator", "/special/blocks?state=all", MODERATOR),
    Kind("suppressions", "/special/suppressions", OVERSIGHTER),
    Kind("suppressions, none", "/special/suppressions?state=confirmed", OVERSIGHTER),
    Kind("suppression", "/special/suppressions/1", OVERSIGHTER),
    Kind("suppression, refused", "/special/suppressions/1", OVERSIGHTER, 400, submitted(reason="")),
    Kind("hide from moderators too", wiki(texts.HIDDEN, "?action=hide&revision={hidden}"), OVERSIGHTER),
    Kind("blocks, none", "/special/blocks?kind=automatic", MODERATOR),
    Kind("block somebody", "/special/block/Lectrice", MODERATOR),
    Kind("block refused", "/special/block/Lectrice", MODERATOR, 400, submitted()),
    Kind("block somebody again", f"/special/block/{BLOCKED}", MODERATOR),
    Kind("change a block", f"/special/block/{BLOCKED}?change=1", MODERATOR),
    Kind("unblock", f"/special/unblock/{BLOCKED}", MODERATOR),
    Kind("unblock, not blocked", "/special/unblock/Lectrice", MODERATOR),
    Kind("lift an automatic block, over", "/special/blocks/automatic/1", MODERATOR, 404),
    Kind("blocked domains", "/special/blocked-domains"),
    Kind("blocked domains, moderator", "/special/blocked-domains?state=all", MODERATOR),
    Kind("blocked domains, none", "/special/blocked-domains?state=ended"),
    Kind("block a domain", "/special/blocked-domains/block", MODERATOR),
    Kind("block a domain, refused", "/special/blocked-domains/block", MODERATOR, 400, submitted()),
    Kind("allow a domain", "/special/blocked-domains/1/lift", MODERATOR),
    Kind("edit rules", "/special/edit-rules", MODERATOR),
    Kind("make an edit rule", "/special/edit-rules/new", MODERATOR),
    Kind("make an edit rule, refused", "/special/edit-rules/new", MODERATOR, 400, submitted(name="Sans condition")),
    Kind("edit rule", "/special/edit-rules/1", MODERATOR),
    Kind("edit rule, tried", "/special/edit-rules/1", MODERATOR, step=tried),
    Kind("hits of rules", "/special/rule-hits", MODERATOR),
    Kind("hits of rules, none", "/special/rule-hits?page=Impasse", MODERATOR),
    Kind("hits of rules, nobody", "/special/rule-hits?user=Personne", MODERATOR, 400),
    Kind("hit of a rule", "/special/rule-hits/{hit}", MODERATOR),
    Kind("hit of a rule, author", "/special/rule-hits/{hit}", READER),
    Kind("take back somebody’s work", f"/special/mass-revert?user={READER}", MODERATOR),
    Kind("take back whose work", "/special/mass-revert", MODERATOR),
    Kind("take back, refused", f"/special/mass-revert?user={READER}", MODERATOR, 400,
         lambda page, _site: submit(page, "main form[method=post]")),
    Kind("batch", "/special/mass-revert/{batch}", MODERATOR),
    Kind("contributions, blocked", f"/special/contributions?user={BLOCKED}", MODERATOR),
    Kind("display", "/special/display"),
)  # fmt: skip

REPORTS = (
    *("wanted-pages", "wanted-categories", "wanted-templates", "orphaned-pages", "dead-end-pages"),
    *("unsourced-pages", "unintroduced-pages"),
    *("uncategorized-pages", "uncategorized-categories", "double-redirects", "broken-redirects"),
    "broken-section-links",
    *("long-pages", "short-pages", "ancient-pages"),
)

LISTS = (
    Kind("special pages", "/special/"),
    Kind("no such special page", "/special/nothing-of-the-kind", status=404),
    Kind("search", "/special/search?q=inondation"),
    Kind("search, nothing found", "/special/search?q=xyzzyplugh"),
    Kind("search, operators", "/special/search?q=cat%C3%A9gorie%3Ainondation+-profil%3Achercheur"),
    Kind("search, an unknown category", "/special/search?q=cat%C3%A9gorie%3Ainondatoin"),
    Kind("search, some of the words", "/special/search?q=inondation+xyzzyplugh"),
    Kind("search, did you mean", "/special/search?q=inondatoin"),
    Kind("search, empty", "/special/search"),
    Kind("recent changes", "/special/recent-changes?limit=20"),
    Kind("recent changes, none", "/special/recent-changes?namespace=9999&limit=20", status=400),
    Kind("recent changes, filtered", "/special/recent-changes?days=30&patrol=unpatrolled&limit=20", MODERATOR),
    Kind("recent changes, to keep", "/special/recent-changes?days=30&experience=newcomer&limit=20", READER),
    Kind("saved filters", "/special/saved-filters", READER),
    Kind("saved filters, refused", "/special/recent-changes?days=30&type=new&limit=20", READER, 400, keep_without_name),
    Kind("changes to check, the oldest", "/special/patrol", MODERATOR),
    Kind("changes to check, none later", "/special/patrol?after=999999", MODERATOR),
    Kind("new pages, by signs", "/special/new-pages?state=unreviewed&sign=orphan&redirects=y&limit=20", MODERATOR),
    Kind("contributions", "/special/contributions?user=Mod%C3%A9ratrice"),
    Kind("contributions of whom", "/special/contributions"),
    Kind("contributions of a group on a territory", "/special/contributions?group=moderator&category=Bretagne"),
    Kind("undo several edits", "/special/undo-edits?revision={last}&revision={middle}&revision={first}", MODERATOR),
    Kind("undo several edits, none chosen", "/special/undo-edits"),
    Kind("new pages", "/special/new-pages?limit=20"),
    Kind("all pages", "/special/all-pages?limit=20"),
    Kind("pages by beginning", "/special/prefix-index?prefix=R%C3%A9s"),
    Kind("browse", "/special/browse"),
    Kind("browse, combined", "/special/browse?enjeux=risques-et-aleas&profil=citoyen&territoires=littoral"),
    Kind("browse, nothing left", "/special/browse?enjeux=inondation&territoires=guadeloupe"),
    Kind("browse, no such value", "/special/browse?enjeux=rien-de-tel"),
    Kind("browse, with a lens", "/special/browse?lens=chercheur"),
    Kind("read as a profile", "/special/lens"),
    Kind("protected pages", "/special/protected-pages"),
    Kind("protected pages, none", "/special/protected-pages?namespace=6"),
    Kind("categories", "/special/categories"),
    Kind("profiles", "/special/profiles"),
    Kind("vocabulary", "/special/vocabulary"),
    Kind("vocabulary, moderator", "/special/vocabulary", MODERATOR),
    Kind("vocabulary, a level", "/special/vocabulary?path=risques-naturels", MODERATOR),
    Kind("vocabulary, an axis", "/special/vocabulary?axis=territoires"),
    Kind("vocabulary, found", "/special/vocabulary?q=crue", MODERATOR),
    Kind("vocabulary, nothing found", "/special/vocabulary?q=xyzzyplugh"),
    Kind("vocabulary, new term", "/special/vocabulary/new-term?below=inondation", MODERATOR),
    Kind("vocabulary, term", "/special/vocabulary/terms/inondation", MODERATOR),
    Kind("vocabulary, term refused", "/special/vocabulary/terms/inondation", MODERATOR, 400,
         submitted(name="Risques naturels", **{"broader-0": "Nulle part"})),
    Kind("vocabulary, remove a term", "/special/vocabulary/terms/risques-naturels/remove", MODERATOR),
    Kind("vocabulary, merge a term", "/special/vocabulary/terms/inondation/merge", MODERATOR),
    Kind("vocabulary, new profile", "/special/vocabulary/new-profile", MODERATOR),
    Kind("vocabulary, profile", "/special/vocabulary/profiles/citoyen", MODERATOR),
    Kind("vocabulary, remove a profile", "/special/vocabulary/profiles/citoyen/remove", MODERATOR),
    Kind("vocabulary, axis", "/special/vocabulary/axes/territoires", MODERATOR),
    Kind("vocabulary, change", "/special/vocabulary/changes/{vocabulary_change}"),
    Kind("vocabulary, undo", "/special/vocabulary/changes/{vocabulary_change}", MODERATOR),
    Kind("what links here", "/special/what-links-here?page=R%C3%A9silience+territoriale"),
    Kind("search narrowed", "/special/search?q=eau&profil=citoyen&lens=citoyen"),
    Kind("related pages", "/special/related?page=R%C3%A9silience+territoriale"),
    Kind("what links here, nothing", "/special/what-links-here?page=Impasse"),
    Kind("what links here, asked", "/special/what-links-here"),
    Kind("logs", "/special/logs?limit=20"),
    Kind("logs, none", "/special/logs?page=Impasse"),
    Kind("logs, nobody", "/special/logs?user=Personne&limit=20", status=400),
    Kind("watchlist", "/special/watchlist", READER),
    Kind("watchlist, empty", "/special/watchlist", BUREAUCRAT),
    Kind("edit the watchlist", "/special/watchlist/edit", READER),
    Kind("edit the watchlist, empty", "/special/watchlist/edit", BUREAUCRAT),
    Kind("notifications", "/special/notifications", READER),
    Kind("notifications, none", "/special/notifications", BUREAUCRAT),
    Kind("statistics", "/special/statistics"),
    Kind("reports", "/special/reports"),
    Kind("report, registered", "/special/wanted-pages?limit=20", READER),
    Kind("report, moderator", "/special/wanted-pages?limit=20", MODERATOR),
    *(Kind(name, f"/special/{name}?limit=20") for name in REPORTS),
)

ERRORS = (
    Kind("400, bad title", "/wiki/Titre%5Binterdit%5D", status=400),
    Kind("400, no such action", wiki(ARTICLE, "?action=dance"), status=400),
    Kind("400, bad number", wiki(ARTICLE, "?oldid=trois"), status=400),
    Kind("403", wiki(ARTICLE, "?action=delete"), status=403),
    Kind("403, blocked", wiki(ARTICLE, "?action=edit"), BLOCKED, 403),
    Kind("403, preferences", "/special/preferences", status=403),
    Kind("403, notifications", "/special/notifications", status=403),
    Kind("404, nothing served", "/nowhere", status=404),
    Kind("404, no such revision", wiki(ARTICLE, "?oldid=99999999"), status=404),
    Kind("404, history of nothing", wiki("Rien à ce titre", "?action=history"), status=404),
    Kind("413", wiki("Page trop grande", "?action=edit"), status=413, step=too_large_text),
    Kind("429", "/special/log-in", status=429, step=too_often),
    Kind("410, link spent", "/special/reset-password/nothing", status=410),
)

KINDS = (*READING, *WRITING, *PEOPLE, *LISTS, *ERRORS)

LEFT_OUT = {
    "/healthz": "plain text for machines",
    "/opensearch.xml": "XML for browsers",
    "/static/<name>": "files",
    "/special/suggest": "JSON for the search field",
    "/special/random": "leads on to some article",
    "/special/block": "leads on to the form about somebody",
    "/special/unblock": "leads on to the form about somebody",
}
"""Rules of addresses without a page of their own → why."""

LEFT_OUT_ACTIONS = {"raw": "plain text"}
