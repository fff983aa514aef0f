"""The table that the fault programme prints at its end."""

from collections.abc import Iterator, Sequence

from tests.faults.programme import Row

HEAD = (
    *("fault", "runs", "duplicates", "lost", 'false "booked"', "to the desk"),
    *("holds left", "taken away", "twice", "seconds"),
)
MOST_LINES = 20


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Its lines; then what went wrong, and how many rows passed."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    for line in cells:
        first, *numbers = line
        padded = (number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *padded))
    for row in rows:
        yield from _troubles(row)
    passed = sum(row.passed for row in rows)
    yield ""
    yield f"{passed} passed, {len(rows) - passed} failed"


def _cells(row: Row) -> tuple[str, ...]:
    tally = row.tally
    runs = f"{row.done:,}" if row.done >= row.wanted else f"{row.done:,} of {row.wanted:,}"
    counts = (
        *(tally.duplicates, tally.lost, tally.false_booked, tally.desk),
        *(tally.holds, tally.taken_away, tally.twice),
    )
    return (row.fault.name, runs, *(f"{count:,}" for count in counts), f"{row.seconds:.0f}")


def _troubles(row: Row) -> Iterator[str]:
    lines = [f"broken: {line}" for line in row.tally.broken]
    lines += [f"failure: {line}" for line in row.tally.failures]
    if not row.done:
        lines.append("nothing was run")
    if lines:
        yield ""
        yield f"{row.fault.name}:"
        yield from (f"  {line}" for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield f"  and {len(lines) - MOST_LINES} more"
