"""Whatever stands in a file, and wherever it is wrong, no text about it holds a value."""

import traceback
from pathlib import Path

import pytest

from bot.settings import BadSettings, load
from bot.settings.load import Need
from bot.settings.model import variables
from tests.settings.conftest import SERVED, Write

CANARY = "s3cretC4nary"
RUN: frozenset[Need] = frozenset({"telegram", "storage"})


def everything_said(path: Path) -> str:
    with pytest.raises(BadSettings) as caught:
        load(path, needs=RUN)
    error = caught.value
    said = [str(error), repr(error), repr(error.problems), repr(error.__dict__)]
    said += traceback.TracebackException.from_exception(error, capture_locals=False).format()
    reached: BaseException | None = error
    while reached is not None:
        said.append(repr(reached))
        reached = reached.__cause__ or reached.__context__
    return "\n".join(said)


@pytest.mark.parametrize("variable", [name for name, *_ in variables()])
def test_no_variable_is_quoted_when_the_file_is_wrong(write: Write, variable: str) -> None:
    broken = SERVED | {"CLINIC_PHONE": None, variable: f"{CANARY} ://{CANARY}"}
    assert CANARY not in everything_said(write(broken))


@pytest.mark.parametrize("variable", sorted(SERVED))
def test_a_value_under_a_mistyped_name_is_not_quoted(write: Write, variable: str) -> None:
    given = {f"{name}X" if name == variable else name: value for name, value in SERVED.items()}
    given[f"{variable}X"] = CANARY
    assert CANARY not in everything_said(write(given))


@pytest.mark.parametrize(
    "lines",
    [
        f"{CANARY}",
        f"{CANARY}=",
        f"{CANARY}==",
        f'AERONA_USERNAME="{CANARY}',
        f"CLINIC_NAME=x\nCLINIC_NAME={CANARY}",
        f"CLINIC_NAME=x\n{CANARY}=1\n{CANARY}=2",
        f"AERONA_PASSWORD = 'a' {CANARY}",
        f"12345:{CANARY}=x",
    ],
)
def test_a_broken_line_is_not_quoted(write: Write, lines: str) -> None:
    assert CANARY not in everything_said(write(more=lines))


def test_good_settings_do_not_show_their_secrets(write: Write) -> None:
    given = SERVED | {
        "AERONA_PASSWORD": CANARY,
        "TELEGRAM_BOT_TOKEN": f"123456:{CANARY:x<35}",
        "TELEGRAM_WEBHOOK_URL": "https://bot.example",
        "TELEGRAM_WEBHOOK_SECRET": f"{CANARY:x<40}",
    }
    settings = load(write(given), needs=RUN)
    shown = [str(settings), repr(settings), settings.model_dump_json(), repr(settings.facts())]
    assert CANARY not in "".join(shown)
