"""The special pages that exist. `wiki.specialpages.names` reads the list.

Rule: a special page that is not in this list does not exist; a test compares it with the addresses served.
"""

from dataclasses import dataclass

from wiki.errors import N_

ROOT = "/special/"

GROUPS: dict[str, str] = {
    "changes": N_("Changes"),
    "pages": N_("Lists of pages"),
    "maintenance": N_("Maintenance"),
    "people": N_("People and rights"),
    "account": N_("Your account"),
    "tools": N_("Tools"),
}
"""Groups of special pages, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class SpecialPage:
    """A special page: its address below `/special/`, its names, what it is for."""

    key: str
    group: str
    label: str
    description: str
    #: Names after "Spécial:" and "Special:", besides the key; case, accents, spaces and hyphens do not matter.
    names: tuple[str, ...] = ()
    #: What follows the name after a slash (`Spécial:Contributions/Alice`): name of a parameter, "/" for a part of
    #: the address; None: nothing may follow.
    argument: str | None = None
    #: Whether the index lists it: no for what needs an argument, or only leads on.
    listed: bool = True

    @property
    def path(self) -> str:
        """Address from the root."""
        return ROOT + self.key


PAGES: tuple[SpecialPage, ...] = (
    SpecialPage(
        "recent-changes", "changes", N_("Recent changes"),
        N_("What was written and done lately, with filters."),
        ("Modifications récentes", "Changements récents", "RC"),
    ),
    SpecialPage(
        "new-pages", "changes", N_("New pages"), N_("Pages in the order of their creation, the latest first."),
        ("Nouvelles pages", "Pages nouvelles"),
    ),
    SpecialPage(
        "patrol", "changes", N_("Changes to check"), N_("Leads to the oldest change that nobody has checked yet."),
        ("Contrôle", "Modifications à relire", "Patrol"),
    ),
    SpecialPage(
        "saved-filters", "changes", N_("Saved filters"),
        N_("The filters of recent changes that you keep under a name."),
        ("Filtres enregistrés", "Mes filtres"),
    ),
    SpecialPage(
        "watchlist", "changes", N_("Watchlist"), N_("Latest changes of the pages that you follow."),
        ("Liste de suivi", "Suivi"),
    ),
    SpecialPage(
        "watchlist/edit", "changes", N_("Pages that you follow"),
        N_("The titles in your watchlist, to remove some."),
        ("Modifier la liste de suivi", "EditWatchlist"),
    ),
    SpecialPage(
        "logs", "changes", N_("Logs"), N_("Moves, deletions, changes of rights: what was done besides editing."),
        ("Journal", "Journaux", "Log"), argument="type",
    ),
    SpecialPage(
        "review", "changes", N_("Edits that wait for a review"),
        N_("What reviewers have to decide about, in the order in which to look at it."),
        ("Relecture", "Modifications en attente", "PendingChanges"),
    ),
    SpecialPage(
        "review/policy", "changes", N_("Which edits wait for a review"),
        N_("The switches, the pages chosen one by one, and the delay that is promised."),
        ("Règles de relecture",), listed=False,
    ),
    SpecialPage(
        "contributions", "changes", N_("Contributions"),
        N_("What a person or a group wrote, or everybody on a subject."),
        ("Contribs", "Contributions d’un compte"), argument="user",
    ),
    SpecialPage(
        "undo-edits", "changes", N_("Undo several edits"),
        N_("Shows what undoing the edits chosen in a list would do, then does it."),
        ("Annuler des modifications", "UndoEdits"), listed=False,
    ),
    SpecialPage(
        "all-pages", "pages", N_("All pages"), N_("Every page of a namespace, by its title."),
        ("Toutes les pages",), argument="from",
    ),
    SpecialPage(
        "prefix-index", "pages", N_("Pages by beginning"), N_("Pages whose titles begin with the same letters."),
        ("Index des préfixes", "Pages par préfixe"), argument="prefix",
    ),
    SpecialPage(
        "browse", "pages", N_("Browse the pages"),
        N_("Articles by profile, place, subject and way of acting, combined as you like."),
        ("Parcourir", "Facettes", "Facets"),
    ),
    SpecialPage(
        "lens", "pages", N_("Read as a profile"), N_("Lists put the pages written for one profile first."),
        ("Lire comme", "Lentille"),
    ),
    SpecialPage(
        "protected-pages", "pages", N_("Protected pages"),
        N_("Titles that not everybody may edit, move or create, until when and why."),
        ("Pages protégées", "Titres protégés", "ProtectedTitles"),
    ),
    SpecialPage(
        "categories", "pages", N_("Categories"), N_("The axes as trees, and the free categories."),
        ("Catégories",),
    ),
    SpecialPage(
        "profiles", "pages", N_("Profiles"), N_("Whom pages are for, and how many there are for each."),
        ("Profils",),
    ),
    SpecialPage(
        "vocabulary", "pages", N_("Vocabulary"),
        N_("Profiles, axes and terms level by level, to look at and, for who may, to change."),
        ("Vocabulaire", "Thésaurus"), argument="q",
    ),
    SpecialPage(
        "vocabulary/new-term", "tools", N_("Add a term"), N_("Add a term to the vocabulary."),
        ("Nouveau terme", "Ajouter un terme"), listed=False,
    ),
    SpecialPage(
        "vocabulary/new-profile", "tools", N_("Add a profile"), N_("Add a profile to the vocabulary."),
        ("Nouveau profil", "Ajouter un profil"), listed=False,
    ),
    SpecialPage(
        "what-links-here", "pages", N_("What links here"),
        N_("Pages that link to a title, include it or lead to it."),
        ("Pages liées", "Liens sur la page"), argument="page",
    ),
    SpecialPage(
        "related", "pages", N_("Related pages"), N_("Articles near to one by their categories and links."),
        ("Pages proches",), argument="page", listed=False,
    ),
    SpecialPage(
        "random", "pages", N_("Random page"), N_("Some article, each as likely as another."),
        ("Page au hasard", "Hasard", "RandomPage"),
    ),
    SpecialPage(
        "search", "pages", N_("Search"), N_("Pages whose title or text holds what you look for."),
        ("Recherche", "Rechercher"), argument="q",
    ),
    SpecialPage(
        "reports", "maintenance", N_("Maintenance reports"),
        N_("All reports with their numbers, how these change, and who takes care of each."),
        ("Rapports de maintenance", "Rapports", "Maintenance"),
    ),
    SpecialPage(
        "wanted-pages", "maintenance", N_("Wanted pages"),
        N_("Titles without a page, by how many pages link to them."),
        ("Pages demandées",),
    ),
    SpecialPage(
        "wanted-categories", "maintenance", N_("Wanted categories"),
        N_("Categories that have members but neither a page nor a place on an axis."),
        ("Catégories demandées",),
    ),
    SpecialPage(
        "wanted-templates", "maintenance", N_("Wanted templates"),
        N_("Templates that pages include although they do not exist."),
        ("Modèles demandés",),
    ),
    SpecialPage(
        "orphaned-pages", "maintenance", N_("Orphaned pages"),
        N_("Articles to which no other page for readers links."),
        ("Pages orphelines", "LonelyPages", "Orphans"),
    ),
    SpecialPage(
        "dead-end-pages", "maintenance", N_("Dead-end pages"), N_("Articles without a link to another page."),
        ("Pages en impasse", "Pages sans issue"),
    ),
    SpecialPage(
        "unsourced-pages", "maintenance", N_("Pages without a source"),
        N_("Articles with neither a footnote nor a link to another site."),
        ("Pages sans source",),
    ),
    SpecialPage(
        "unintroduced-pages", "maintenance", N_("Pages without a summary"),
        N_("Articles without a word before their first heading."),
        ("Pages sans résumé", "Pages sans introduction"),
    ),
    SpecialPage(
        "uncategorized-pages", "maintenance", N_("Uncategorised pages"),
        N_("Articles that belong to no category."),
        ("Pages sans catégorie", "Pages non catégorisées", "UncategorisedPages"),
    ),
    SpecialPage(
        "uncategorized-categories", "maintenance", N_("Uncategorised categories"),
        N_("Pages of categories that belong to no category and have no place on an axis."),
        ("Catégories sans catégorie", "Catégories non catégorisées", "UncategorisedCategories"),
    ),
    SpecialPage(
        "double-redirects", "maintenance", N_("Double redirects"), N_("Redirects that lead to another redirect."),
        ("Redirections doubles", "Doubles redirections"),
    ),
    SpecialPage(
        "broken-redirects", "maintenance", N_("Broken redirects"), N_("Redirects that lead to no page."),
        ("Redirections cassées",),
    ),
    SpecialPage(
        "broken-section-links", "maintenance", N_("Broken section links"),
        N_("Links to a section that the page does not have, or has no longer."),
        ("Liens vers une section absente", "Liens de section cassés", "Ancres cassées"),
    ),
    SpecialPage(
        "long-pages", "maintenance", N_("Long pages"), N_("Articles by length, the longest first."),
        ("Pages longues",),
    ),
    SpecialPage(
        "short-pages", "maintenance", N_("Short pages"), N_("Articles by length, the shortest first."),
        ("Pages courtes",),
    ),
    SpecialPage(
        "ancient-pages", "maintenance", N_("Oldest untouched pages"),
        N_("Articles by their last change, the oldest first."),
        ("Pages anciennes", "Anciennes pages"),
    ),
    SpecialPage(
        "users", "people", N_("List of people"), N_("Registered people, with their groups."),
        ("Liste des utilisateurs", "Utilisateurs", "ListUsers"),
    ),
    SpecialPage(
        "group-rights", "people", N_("Groups and rights"), N_("Which group may do what."),
        ("Liste des droits des groupes", "Droits des groupes", "ListGroupRights"), argument="/",
    ),
    SpecialPage(
        "user-rights", "people", N_("Groups of a person"), N_("To which groups somebody belongs."),
        ("Permissions", "Droits", "Droits des utilisateurs"), argument="user",
    ),
    SpecialPage(
        "blocks", "people", N_("Blocks"), N_("Who may not write for a while, and why; for who may, how to block."),
        ("Liste des blocages", "BlockList"), argument="user",
    ),
    SpecialPage(
        "block", "people", N_("Block somebody"), N_("Keeps somebody from writing for a while, everywhere or in part."),
        ("Bloquer",), argument="user", listed=False,
    ),
    SpecialPage(
        "unblock", "people", N_("Unblock somebody"), N_("Lifts the blocks of somebody."),
        ("Débloquer",), argument="user", listed=False,
    ),
    SpecialPage(
        "blocked-domains", "people", N_("Blocked domains"),
        N_("Sites to which no new link may lead, until when and why."),
        ("Domaines bloqués", "BlockedExternalDomains"),
    ),
    SpecialPage(
        "blocked-domains/block", "people", N_("Block a domain"), N_("Lets no new link lead to a site."),
        ("Bloquer un domaine",), listed=False,
    ),
    SpecialPage(
        "edit-rules", "people", N_("Edit rules"),
        N_("What moderators have the wiki look for in edits, and do about them."),
        ("Règles de modification", "Filtres", "AbuseFilter"),
    ),
    SpecialPage(
        "edit-rules/new", "people", N_("Make an edit rule"), N_("Makes a rule, and tries it on the last edits."),
        ("Nouvelle règle de modification",), listed=False,
    ),
    SpecialPage(
        "rule-hits", "people", N_("Hits of edit rules"),
        N_("Edits that a rule or the list of blocked domains met, and what was done."),
        ("Journal des règles", "AbuseLog"),
    ),
    SpecialPage(
        "mass-revert", "people", N_("Take back somebody’s work"),
        N_("Undoes or deletes what one person wrote on many pages, after a dry run; for moderators."),
        ("Révocation en masse", "Nuke"), argument="user", listed=False,
    ),
    SpecialPage(
        "trust", "people", N_("Trust of somebody"),
        N_("How somebody stands to the conditions of trust; for those who change groups."),
        ("Confiance",), argument="user", listed=False,
    ),
    SpecialPage(
        "trust-conditions", "people", N_("Conditions of trust"),
        N_("From when on the wiki trusts somebody by itself; bureaucrats change it."),
        ("Conditions de confiance",),
    ),
    SpecialPage(
        "suppressions", "people", N_("Suppressions"),
        N_("What is hidden from moderators too, and waits for a second person; for oversighters."),
        ("Masquages réservés",), listed=False,
    ),
    SpecialPage(
        "statistics", "people", N_("Statistics"), N_("How many pages, revisions and people there are."),
        ("Statistiques",),
    ),
    SpecialPage(
        "log-in", "account", N_("Log in"), N_("Open your account on this device."),
        ("Connexion", "UserLogin"),
    ),
    SpecialPage(
        "register", "account", N_("Create an account"), N_("Choose a name and a password."),
        ("Créer un compte", "CreateAccount"),
    ),
    SpecialPage(
        "notifications", "account", N_("Notifications"),
        N_("What concerns you: your edits undone, messages, your name on talk pages."), ("Avis",),
    ),
    SpecialPage(
        "preferences", "account", N_("Preferences"), N_("Language, time zone, e-mail, password."),
        ("Préférences",),
    ),
    SpecialPage(
        "my-standing", "account", N_("My standing"),
        N_("Whether the wiki trusts you, and what each condition asks for."),
        ("Ma confiance", "Mon ancienneté"),
    ),
    SpecialPage(
        "change-password", "account", N_("Change the password"), N_("Choose another password for your account."),
        ("Changer de mot de passe",),
    ),
    SpecialPage(
        "change-email", "account", N_("Change the e-mail address"), N_("Where resets and notices are sent."),
        ("Changer d’adresse",),
    ),
    SpecialPage(
        "reset-password", "account", N_("Reset the password"), N_("Get a new password by e-mail."),
        ("Réinitialiser le mot de passe", "Réinitialisation du mot de passe", "PasswordReset"),
    ),
    SpecialPage(
        "display", "account", N_("Language and appearance"), N_("How the wiki looks on this device."),
        ("Affichage", "Apparence"),
    ),
    SpecialPage(
        "permanent-link", "tools", N_("Permanent link"), N_("Leads to one revision by its number."),
        ("Lien permanent", "Permalien", "PermaLink"), argument="/", listed=False,
    ),
    SpecialPage(
        "diff", "tools", N_("Difference"), N_("Compares two revisions by their numbers."),
        ("Différence", "Comparaison"), argument="/", listed=False,
    ),
    SpecialPage(
        "", "tools", N_("Special pages"), N_("The list of all special pages."),
        ("Pages spéciales", "SpecialPages"), listed=False,
    ),
)  # fmt: skip
