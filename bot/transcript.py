"""How a talk is written down: as people read it, and as conversation files hold it."""

from collections.abc import Iterable

from dialogs.session import Reply


def heard(text: str) -> list[str]:
    """What the patient wrote; further lines of one message are indented."""
    first, *rest = text.split("\n") or [""]
    return [f"> {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)]


def said(reply: Reply) -> list[str]:
    """What the clinic said, with the choices below it."""
    first, *rest = reply.text.split("\n")
    lines = [f"< {first}".rstrip(), *(f"  {line}".rstrip() for line in rest)]
    lines += _choices(reply)
    if reply.asks_contact:
        lines.append("  (share my phone number)")
    return lines


def _choices(reply: Reply, width: int = 90) -> Iterable[str]:
    row = ""
    for choice in reply.choices:
        button = f"[{choice.label}]"
        if row and len(row) + len(button) + 3 > width:
            yield f"  {row}"
            row = ""
        row = f"{row} {button}".strip()
    if row:
        yield f"  {row}"
