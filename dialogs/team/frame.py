"""Whom somebody asks about."""

from dialogs.lookup import Lookup


class Team(Lookup):
    """`doing` is what is done by those who are asked about, and `able` are their ids.

    `stranger` says that a name was said which nobody here has.
    """

    doing: str | None = None
    able: tuple[str, ...] | None = None
    stranger: bool = False
