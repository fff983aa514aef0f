"""Logs can be handed to anybody: no patient and no secret gets into them, by whatever way."""

import asyncio
import errno
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
import structlog

from bot import logs
from connectors.errors import Unavailable

CANARIES = (
    "Zebedee Quillfeather",
    "1987-11-23",
    "+44 7700 900123",
    "123456789:AAE-canary_token",
    "hunter2 hunter2",
)
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def out() -> Iterator[StringIO]:
    """Everything that is logged while a test runs; afterwards all is as it was."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    hooks = (sys.excepthook, sys.unraisablehook)
    stream = StringIO()
    logs.configure(level="debug", stream=stream, key=b"k" * 32)
    yield stream
    structlog.reset_defaults()
    logging.captureWarnings(capture=False)
    root.handlers, root.level, logging.raiseExceptions = before
    sys.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def lines(out: StringIO) -> Lines:
    return lambda: [json.loads(line) for line in out.getvalue().splitlines()]


def no_canary(out: StringIO) -> None:
    text = out.getvalue()
    assert text
    for canary in CANARIES:
        assert canary not in text
        assert canary.split()[0] not in text


def test_ids_outcomes_and_durations_are_written(lines: Lines) -> None:
    logs.log.info("turn_done", clinic="harbour", dialog="booking", milliseconds=1.5, count=2)
    (line,) = lines()
    timestamp = line.pop("timestamp")
    assert str(timestamp).endswith("Z")
    assert line == {
        "event": "turn_done",
        "level": "info",
        "clinic": "harbour",
        "dialog": "booking",
        "milliseconds": 1.5,
        "count": 2,
    }


@pytest.mark.parametrize("canary", CANARIES)
def test_what_no_one_listed_is_dropped(out: StringIO, canary: str) -> None:
    logs.log.info(
        "turn_done", text=canary, name=canary, url=f"https://x/bot{canary}", heard=[canary]
    )
    no_canary(out)


# An id is any token without a space: who calls a value an id vouches for it.
IDS = {name for name, shape in logs.SHAPES.items() if shape is logs.SHAPES["attempt"]}


@pytest.mark.parametrize(
    ("name", "canary"),
    [
        (name, canary)
        for name in sorted((logs.SHAPES.keys() | logs.HASHED) - {"what_to_do"})
        for canary in CANARIES
        if " " in canary or name not in IDS
    ],
)
def test_a_value_that_does_not_look_like_its_name_is_withheld(
    out: StringIO, name: str, canary: str
) -> None:
    logs.log.info("turn_done", **{name: canary})
    logs.log.info("turn_done", **{name: [canary, {"x": canary}]})
    no_canary(out)


def test_an_event_is_a_name_and_not_a_sentence_of_a_patient(out: StringIO) -> None:
    for canary in CANARIES[1:4]:
        logs.log.warning(f"patient said {canary}")
    no_canary(out)


def test_people_are_hashed_with_a_key(lines: Lines, out: StringIO) -> None:
    for user in (426909, "426909", "426910"):
        logs.log.info("turn_done", user=user, patient=user)
    first, second, third = lines()
    assert first["user"] == second["user"] == first["patient"]
    assert first["user"] != third["user"]
    assert "426909" not in out.getvalue()

    logs.configure(stream=out)
    logs.log.info("turn_done", user=426909)
    assert lines()[-1]["user"] != first["user"]


def test_an_error_is_its_classes_and_our_own_lines(out: StringIO, lines: Lines) -> None:
    def vendor() -> None:
        secret = CANARIES[4]
        raise OSError(f"https://x/{CANARIES[3]} {secret}")

    def connector() -> None:
        try:
            vendor()
        except OSError as error:
            raise Unavailable(CANARIES[0]) from error

    try:
        connector()
    except Unavailable:
        logs.log.exception("turn_failed", clinic="harbour")
    (line,) = lines()
    assert (line["error"], line["cause"]) == ("Unavailable", ["OSError"])
    assert line["clinic"] == "harbour"
    # Tests are no part of Frontdesk; what is ours has its file and line.
    assert line["at"] == []
    no_canary(out)


def test_an_error_says_what_it_was_where_that_is_no_text(out: StringIO, lines: Lines) -> None:
    for error in (
        ModuleNotFoundError(CANARIES[0], name="connectors.aerona"),
        PermissionError(errno.EACCES, CANARIES[1], CANARIES[2]),
        OSError(CANARIES[3]),
    ):
        logs.log.error("turn_failed", exc_info=error)
    assert [line.get("code") for line in lines()] == ["connectors.aerona", "EACCES", None]
    no_canary(out)


def test_our_own_lines_are_told_by_file_and_number(lines: Lines, tmp_path: Path) -> None:
    from bot.settings import BadSettings, load  # noqa: PLC0415 - only this test reads settings

    try:
        load(tmp_path / "none.env")
    except BadSettings as error:
        logs.log.error("settings_unusable", exc_info=error)
    (line,) = lines()
    assert isinstance(line["at"], list)
    assert [place.split(":")[0] for place in line["at"]] == [
        "bot/settings/envfile.py",
        "bot/settings/load.py",
    ]


def test_the_errors_of_a_group_are_all_named(out: StringIO, lines: Lines) -> None:
    group = ExceptionGroup(CANARIES[0], [ValueError(CANARIES[1]), Unavailable(CANARIES[2])])
    logs.log.error("clinic_failed", exc_info=group)
    (line,) = lines()
    assert line["error"] == "ExceptionGroup"
    assert line["inside"] == ["ValueError", "Unavailable"]
    no_canary(out)


def test_an_error_given_as_a_value_is_its_class(lines: Lines) -> None:
    logs.log.error("clinic_failed", error=ValueError(CANARIES[0]))
    assert lines()[0]["error"] == "ValueError"


def test_libraries_say_where_and_not_what(out: StringIO, lines: Lines) -> None:
    library = logging.getLogger("telegram.ext")
    library.warning("POST https://api/bot%s/sendMessage", CANARIES[3])
    library.error(f"no such chat {CANARIES[0]}", extra={"body": CANARIES[1]})
    library.log(35, "%s", CANARIES[2])
    try:
        int(CANARIES[4])
    except ValueError:
        library.exception(CANARIES[0])
    assert [line["event"] for line in lines()] == ["library_message"] * 4
    assert [line["level"] for line in lines()] == ["warning", "error", "warning", "error"]
    assert str(lines()[0]["where"]).startswith("test_logs:")
    assert lines()[3]["error"] == "ValueError"
    no_canary(out)


def test_libraries_chatter_is_not_written(out: StringIO) -> None:
    for name in ("httpx", "telegram", "aiohttp.access", "asyncio"):
        logging.getLogger(name).info("GET https://api/bot%s/getMe", CANARIES[3])
        logging.getLogger(name).debug(CANARIES[0])
    assert out.getvalue() == ""


async def test_a_task_that_nobody_waits_for_says_its_class_alone(
    out: StringIO, lines: Lines
) -> None:
    async def fails() -> None:
        raise ValueError(CANARIES[0])

    task = asyncio.ensure_future(fails())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_exception_handler(
        {"message": CANARIES[1], "exception": task.exception(), "future": task}
    )
    assert lines()[0]["logger"] == "asyncio"
    assert lines()[0]["error"] == "ValueError"
    no_canary(out)


def test_a_broken_log_call_of_a_library_is_not_printed(
    out: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("httpx").warning("%d", CANARIES[0])
    no_canary(out)
    assert capsys.readouterr().err == ""


def test_no_value_can_begin_a_line_of_its_own(out: StringIO) -> None:
    forged = 'x\n{"event":"forged"}\r\u2028'
    logs.log.info(forged, clinic=forged, attempt=forged, outcome=[forged], what_to_do=forged)
    logs.configure(form="console", stream=out)
    logs.log.info(forged, clinic=forged, attempt=forged, outcome=[forged], what_to_do=forged)
    assert len(out.getvalue().splitlines()) == 2
    assert "forged" not in out.getvalue()


def test_people_can_read_the_console(out: StringIO) -> None:
    logs.configure(form="console", stream=out)
    logs.log.warning("telegram_not_receiving", clinic="harbour", what_to_do="stop the other one")
    assert "telegram_not_receiving" in out.getvalue()
    assert "what_to_do='stop the other one'" in out.getvalue()


def test_a_long_value_costs_no_time(lines: Lines) -> None:
    logs.log.info("x" * 100_000, outcome="1x" * 100_000, step="x" * 100_000, attempt="1" * 100_000)
    assert lines()[0]["outcome"] == lines()[0]["attempt"] == "withheld"


@pytest.mark.parametrize(
    "ending",
    [
        "raise ValueError(secret)",
        "import threading; t = threading.Thread(target=int, args=(secret,)); t.start(); t.join()",
        "import asyncio; asyncio.run(asyncio.wait_for(asyncio.to_thread(int, secret), 5))",
        "import warnings; warnings.warn(secret)",
    ],
)
def test_not_even_a_crash_prints_what_an_error_says(ending: str) -> None:
    begin = "import sys\nfrom bot import logs\nlogs.configure()\nsecret = sys.argv[1]\n"
    done = subprocess.run(  # noqa: S603 - a program of our own
        [sys.executable, "-c", begin + ending, CANARIES[0]],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert "Zebedee" not in done.stdout + done.stderr
    for line in done.stderr.splitlines():
        assert json.loads(line)["event"] in {"crashed", "thread_crashed", "library_message"}
    assert done.stderr
