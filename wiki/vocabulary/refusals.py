"""The refusals of the vocabulary, each with what to do. Rule: each names the field of the form that it is about."""

from typing import ClassVar

from wiki.errors import N_, InvalidInput, WikiError


class Refused(InvalidInput):
    """The vocabulary cannot hold this; `field` is the field of the form that says why."""

    code = "vocabulary-refused"
    field: ClassVar[str] = "name"


class BadName(Refused):
    """No category or profile can be called so."""

    code = "bad-name"
    message = N_("No page can be called “%(name)s”: leave out [ ] { } | # < > and namespaces.")


class BadSynonym(BadName):
    """No category or profile can be called so."""

    field = "synonyms"


class NameTaken(Refused):
    """The name means something else already."""

    code = "name-taken"
    message = N_("“%(name)s” is already a name of “%(owner)s”. A name means one thing only.")


class SynonymTaken(NameTaken):
    """The other name means something else already."""

    field = "synonyms"


class BadSlug(Refused):
    """The identifier cannot stand in an address."""

    code = "bad-slug"
    field = "slug"
    message = N_("An identifier is made of small letters without accents, figures and single hyphens: “%(proposal)s”.")


class SlugTaken(Refused):
    """Something else has this identifier."""

    code = "slug-taken"
    field = "slug"
    message = N_("“%(owner)s” already has the identifier “%(slug)s”. Choose another one.")


class BadCode(Refused):
    """No region or department has such a code."""

    code = "bad-code"
    field = "code"
    message = N_("A code is R and two figures for a region, D and the department’s number: R53, D29, D2A, R01 D971.")


class TooLong(Refused):
    """A description longer than lists can show."""

    code = "too-long"
    field = "description"
    message = N_("A description has at most %(limit)s characters.")


class TooManySynonyms(Refused):
    """More other names than one thing needs."""

    code = "too-many-synonyms"
    field = "synonyms"
    message = N_("At most %(limit)s other names.")


class BadPosition(Refused):
    """Not a place among others."""

    code = "bad-position"
    field = "position"
    message = N_("The place is a number from 0 to %(limit)s.")


class NoSuchBroader(Refused):
    """A broader term that does not exist on the axis."""

    code = "no-such-broader"
    field = "broader"
    message = N_("There is no term “%(name)s” on the axis “%(axis)s”. Choose among the terms proposed.")


class BroaderElsewhere(NoSuchBroader):
    """A broader term that stands on another axis."""

    message = N_("“%(name)s” does not stand on the axis “%(axis)s”. Choose among the terms proposed.")


class TooManyBroader(Refused):
    """More broader terms than a reader could follow."""

    code = "too-many-broader"
    field = "broader"
    message = N_("At most %(limit)s broader terms.")


class Circle(Refused):
    """The term would be above itself."""

    code = "circle"
    field = "broader"
    message = N_("“%(term)s” cannot stand below “%(broader)s”: that would close the circle %(path)s.")


class AxisKept(Refused):
    """Narrower terms would stay behind on the other axis."""

    code = "axis-kept"
    field = "axis"
    message = N_("“%(term)s” has narrower terms: they must first be moved elsewhere, for a tree stays on its axis.")


class CannotMerge(Refused):
    """Two terms that cannot be made one."""

    code = "cannot-merge"
    field = "into"
    message = N_("There is no term “%(name)s”. Choose among the terms proposed.")


class StillNeeded(WikiError):
    """Something cannot be removed yet."""

    status = 409
    code = "still-needed"
