"""What the authors of a text should know of it, at preview and after saving. Rule: a remark refuses nothing.

The parser's warnings say what the text alone shows; here is what only the rest of the wiki can tell.
"""

from collections.abc import Iterator

from wiki.errors import N_
from wiki.licences import LICENCES, licence_named
from wiki.pages.rendering import PageResolver, site
from wiki.parsing.output import ParserOutput, ParserWarning
from wiki.taxonomy.naming import known_profiles, profile_key
from wiki.titles import Namespace, Title


def remarks(title: Title, output: ParserOutput) -> list[ParserWarning]:
    """What to tell about a text of `title`, what is derived from it first."""
    return [*_on_redirect(title, output), *_on_profiles(output), *_on_licence(output), *output.warnings]


def _on_redirect(title: Title, output: ParserOutput) -> Iterator[ParserWarning]:
    if output.redirect is None:
        return
    target = Title(output.redirect.namespace, output.redirect.name)
    if target == Title(title.namespace, title.name):
        yield ParserWarning("redirect-itself", N_("This page redirects to itself: its readers are led nowhere."))
    elif target.namespace is not Namespace.SPECIAL and not PageResolver(site().language).existing([target]):
        message = N_("This page redirects to “%(title)s”, which does not exist.")
        yield ParserWarning("redirect-missing", message, {"title": target.full_name})


def _on_profiles(output: ParserOutput) -> Iterator[ParserWarning]:
    known = known_profiles() if output.profiles else {}
    for name in output.profiles:
        if profile_key(name) not in known:
            message = N_("There is no profile “%(name)s”: the page is not listed under it.")
            yield ParserWarning("unknown-profile", message, {"name": name})


def _on_licence(output: ParserOutput) -> Iterator[ParserWarning]:
    named = licence_named(output.front.get("licence"))
    if named and named not in {*LICENCES, site().licence}:
        message = N_("The wiki does not know the licence “%(name)s”. It knows: %(known)s.")
        yield ParserWarning("unknown-licence", message, {"name": named, "known": ", ".join(LICENCES)})
