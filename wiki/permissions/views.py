"""Where the application still looks for the pages of people, groups and rights: `wiki.accounts.rights.views`."""

from wiki.accounts.rights.views import blueprint

__all__ = ["blueprint"]
