"""Our ids are strings, the vendors' are whole numbers of at most eleven digits."""

from connectors.errors import ConnectorError, NotFound, Refused

_MOST_DIGITS = 11


def number(id_: str) -> int:
    """The vendor's number of something that the vendor has told us of."""
    return _read(id_, Refused)


def number_to_find(id_: str) -> int:
    """The vendor's number of a record; an id that can be none belongs to nobody, without asking."""
    return _read(id_, NotFound)


def text(id_: int | None) -> str | None:
    """Our id of a record that the vendor names, if it names one."""
    return None if id_ is None else str(id_)


def _read(id_: str, wrong: type[ConnectorError]) -> int:
    if not (id_.isascii() and id_.isdigit() and len(id_) <= _MOST_DIGITS):
        raise wrong("not a number that the vendor gives")
    return int(id_)
