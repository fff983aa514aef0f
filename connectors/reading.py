"""Reading vendors' JSON: what is relied on fails loudly, and the rest never costs a conversation.

What nobody relies on is `Loose`: read when it can be read, and None when it cannot.
"""

from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

T = TypeVar("T")


class UnreadableError(ValueError):
    """The body is not what was expected; the text holds the field's path and no value."""


def read(shape: TypeAdapter[T], body: object) -> T:
    """The body as a record or a list of records."""
    try:
        return shape.validate_python(body)
    except ValidationError as error:
        # Outside of this block, since a validation error carries what was sent.
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"])
    raise UnreadableError(f"{path.lstrip('.') or 'the whole'}: {first['type']}")


def _or_none(value: object, read: ValidatorFunctionWrapHandler) -> Any:  # noqa: ANN401 - of any type
    try:
        return read(value)
    except ValidationError:
        return None


def _as_written(value: object) -> object:
    """An amount may come as a number or as text; its digits are kept."""
    return value if isinstance(value, str) or value is None else str(value)


def _no_bare_yes(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("a yes or no is no number")  # noqa: TRY004 - what pydantic understands
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def _or_empty(value: object) -> object:
    return value if isinstance(value, str) else ""


Loose = Annotated[T | None, WrapValidator(_or_none)]
Amount = Annotated[str, BeforeValidator(_as_written)]
# A name that one record of thousands may lack, which is no reason to do without the others.
Words = Annotated[str, BeforeValidator(_or_empty)]
# A number that names a record: `true`, which Python takes for 1, is none.
Id = Annotated[int, BeforeValidator(_no_bare_yes)]
