"""One file describes one clinic, and all that is wrong with it is said at once."""

import os
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import BadSettings, ClinicSettings, load, readable_by_others, server, together
from bot.settings.load import Need
from dialogs.clinic import Policy
from tests.settings.conftest import NEEDED, SERVED, Write

RUN: frozenset[Need] = frozenset({"telegram", "storage"})


def problems(path: Path, needs: frozenset[Need] = RUN) -> dict[str, str]:
    with pytest.raises(BadSettings) as caught:
        load(path, needs=needs)
    return {problem.variable: str(problem) for problem in caught.value.problems}


def test_a_chat_needs_three_lines_about_the_clinic_and_the_vendors(write: Write) -> None:
    settings = load(write(NEEDED))

    facts = settings.facts()
    assert (facts.name, facts.zone, facts.phone) == (
        "Harbour Dental",
        ZoneInfo("Europe/London"),
        "020 7946 0000",
    )
    assert facts.policy == Policy()
    assert settings.slug == "harbour"
    assert settings.telegram is None
    assert settings.storage.path is None


def test_every_variable_reaches_the_clinic_that_dialogs_know(write: Write) -> None:
    given = NEEDED | {
        "CLINIC_ADDRESS": "1 Quay Street, London",
        "CLINIC_LOCALE": "en-IE",
        "CLINIC_EMERGENCY_NUMBER": "112",
        "CLINIC_EMERGENCY_TEXT": r'"Call 112 now if:\n- it is hard to breathe"',
        "CLINIC_PRIVACY_URL": "https://harbour.example/privacy",
        "CLINIC_BOOKABLE_TYPES": "1864, 1901",
        "CLINIC_USUAL_TYPE": "1901",
        "CLINIC_NEW_BOOKING_STATUS": "8",
        "CLINIC_MINIMUM_NOTICE_MINUTES": "90",
        "CLINIC_HORIZON_DAYS": "28",
        "CLINIC_MOST_ACTIVE_BOOKINGS": "2",
        "CLINIC_LATE_CANCELLATION_HOURS": "48",
    }
    facts = load(write(given)).facts()

    assert facts.address == "1 Quay Street, London"
    assert facts.locale == "en_IE"
    assert facts.emergency_number == "112"
    assert facts.emergency_text == "Call 112 now if:\n- it is hard to breathe"
    assert facts.privacy_url == "https://harbour.example/privacy"
    assert facts.policy == Policy(
        bookable=("1864", "1901"),
        usual="1901",
        requested=True,
        minimum_notice=timedelta(minutes=90),
        horizon=timedelta(days=28),
        most_active_bookings=2,
        late_cancellation=timedelta(hours=48),
    )


@pytest.mark.parametrize("page", ["harbour.example", "ask at the desk", "ftp://harbour.example"])
def test_a_privacy_policy_is_a_page_that_can_be_opened(write: Write, page: str) -> None:
    found = problems(write(NEEDED | {"CLINIC_PRIVACY_URL": page}))
    assert "expected the address of a page" in found["CLINIC_PRIVACY_URL"]


@pytest.mark.parametrize("status", ["1", "2", "10"])
def test_only_status_8_makes_a_booking_a_request(write: Write, status: str) -> None:
    settings = load(write(NEEDED | {"CLINIC_NEW_BOOKING_STATUS": status}))
    assert settings.clinic.new_booking_status == int(status)
    assert not settings.facts().policy.requested


def test_everything_wrong_and_missing_is_said_at_once_by_name(write: Write) -> None:
    given = NEEDED | {
        "CLINIC_NAME": None,
        "CLINIC_TIMEZONE": "Mars/Olympus",
        "CLINIC_HORIZON_DAYS": "many",
        "CLINIC_NEW_BOOKING_STATUS": "12",
        "CLINIC_USUAL_TYPE": "3",
        "CLINIC_BOOKABLE_TYPES": "1,2",
        "AERONA_PASSWORD": None,
        "AERONA_PRACTICE_ID": "nine",
        "AERONA_WRITE_RESERVE": "250",
        "SERVER_PORT": "99999",
        "SERVER_LOG_FORMAT": "xml",
    }
    found = problems(write(given, more="CLINIC_HORIZON=3\njust words\nCLINIC_PHONE=1"))

    assert set(found) == {
        "CLINIC_NAME",
        "CLINIC_TIMEZONE",
        "CLINIC_HORIZON_DAYS",
        "CLINIC_NEW_BOOKING_STATUS",
        "CLINIC_USUAL_TYPE",
        "AERONA_PASSWORD",
        "AERONA_PRACTICE_ID",
        "AERONA_WRITE_RESERVE",
        "SERVER_PORT",
        "SERVER_LOG_FORMAT",
        "TELEGRAM_BOT_TOKEN",
        "STORAGE_PATH",
        "CLINIC_HORIZON",
        "CLINIC_PHONE",
        "line 14",
    }
    assert found["CLINIC_NAME"].startswith("CLINIC_NAME is missing: The clinic's name")
    assert "expected a whole number" in found["CLINIC_HORIZON_DAYS"]
    assert "at most 65535" in found["SERVER_PORT"]
    assert "'json' or 'console'" in found["SERVER_LOG_FORMAT"]
    assert found["CLINIC_HORIZON"] == (
        "CLINIC_HORIZON is not known: did you mean CLINIC_HORIZON_DAYS?"
    )
    assert found["STORAGE_PATH"].startswith("STORAGE_PATH is missing: ")
    assert found["line 14"] == "line 14 is wrong: expected NAME=VALUE, with closed quotes"


def test_a_rule_between_two_variables_is_told_with_their_names(write: Write) -> None:
    found = problems(write(SERVED | {"TELEGRAM_WEBHOOK_URL": "https://bot.example"}))
    assert found == {
        "TELEGRAM_*": "TELEGRAM_* is wrong: TELEGRAM_WEBHOOK_URL needs TELEGRAM_WEBHOOK_SECRET "
        "as well"
    }


def test_without_the_messenger_its_variables_are_not_looked_at(write: Write) -> None:
    settings = load(write(NEEDED | {"TELEGRAM_BOT_TOKEN": "not yet"}))
    assert settings.telegram is None


def test_an_empty_variable_counts_as_not_given(write: Write) -> None:
    given = NEEDED | {"CLINIC_ADDRESS": "", "CLINIC_HORIZON_DAYS": "", "AERONA_PASSWORD": '"  "'}
    assert set(problems(write(given), frozenset())) == {"AERONA_PASSWORD"}


def test_the_process_environment_does_not_leak_in(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SERVED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("CLINIC_ADDRESS", "leaked")
    monkeypatch.setenv("SERVER_PORT", "1")
    monkeypatch.setenv("CLINIC", '{"name": "leaked"}')

    of_vendors = {name for name in SERVED if name.startswith("AERONA_")}
    missing = {"CLINIC_DIARY", *SERVED} - of_vendors
    assert set(problems(write({"CLINIC_ADDRESS": "here"}))) == missing
    settings = load(write(NEEDED))
    assert settings.clinic.address == ""
    assert settings.server.port == 8080


def test_a_dollar_in_a_password_stays_as_it_is(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "leaked")
    settings = load(write(NEEDED | {"AERONA_PASSWORD": "a${HOME}b$HOME"}))
    assert settings.aerona is not None
    assert settings.aerona.password.get_secret_value() == "a${HOME}b$HOME"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AERONA_BASE_URL", "http://aerona.example/v1"),
        ("TELEGRAM_API_BASE_URL", "http://bots.example"),
        ("TELEGRAM_WEBHOOK_URL", "http://clinic.example"),
    ],
)
def test_plain_http_is_refused_unless_it_stays_on_this_machine(
    write: Write, variable: str, value: str
) -> None:
    given = SERVED | {"TELEGRAM_WEBHOOK_SECRET": "x" * 32, variable: value}
    assert "https://" in problems(write(given))[variable]

    load(write(given | {variable: "http://127.0.0.1:8443/v1"}), needs=RUN)
    load(write(given | {variable: "http://localhost:8443"}), needs=RUN)


@pytest.mark.parametrize(
    ("zone", "meant"),
    [
        ("london", "Europe/London"),
        ("Europe/Londn", "Europe/London"),
        ("europe/london", "Europe/London"),
        ("New York", "America/New_York"),
        ("EST", None),
        ("Etc/GMT+1", None),
        ("localtime", None),
        ("../../etc/passwd", None),
        ("Europe", None),
        ("x" * 5000, None),
    ],
)
def test_a_time_zone_is_a_place(write: Write, zone: str, meant: str | None) -> None:
    found = problems(write(NEEDED | {"CLINIC_TIMEZONE": zone}), frozenset())
    assert set(found) == {"CLINIC_TIMEZONE"}
    assert (f"did you mean {meant}?" in found["CLINIC_TIMEZONE"]) == (meant is not None)


@pytest.mark.parametrize(
    ("variable", "values"),
    [
        ("CLINIC_PHONE", ["call us", "12", "020 7946 0000; rm"]),
        ("CLINIC_NAME", ["x" * 81, '"two\\nlines"']),
        ("CLINIC_LOCALE", ["English", "xx_XX", "en_"]),
        ("CLINIC_EMERGENCY_NUMBER", ["police", "9"]),
        ("CLINIC_EMERGENCY_TEXT", ["Call somebody", "x" * 1001]),
        ("CLINIC_BOOKABLE_TYPES", ["1,,2", "1,1", "check up"]),
        ("CLINIC_USUAL_TYPE", ["check up"]),
        ("CLINIC_MINIMUM_NOTICE_MINUTES", ["-1", "1.5", "1e99"]),
        ("CLINIC_LATE_CANCELLATION_HOURS", ["-1", "99999"]),
        ("STORAGE_PATH", ["/", "~/harbour.db", ".."]),
        ("AERONA_BUDGET_FOLDER", ["~/budget"]),
    ],
)
def test_what_cannot_be_meant_is_refused(write: Write, variable: str, values: list[str]) -> None:
    for value in values:
        assert set(problems(write(SERVED | {variable: value}))) == {variable}, value


@pytest.mark.parametrize(
    ("zone", "locale", "number", "place"),
    [
        ("Europe/London", "en_GB", "999", "go to A&E now"),
        ("Europe/Belfast", "en_GB", "999", "go to A&E now"),
        ("Europe/Dublin", "en_IE", "112", "emergency department"),
        ("Europe/Berlin", "en_DE", "112", "emergency department"),
        ("Australia/Sydney", "en_AU", "000", "emergency department"),
        ("Pacific/Auckland", "en_NZ", "111", "emergency department"),
        ("America/New_York", "en_US", "911", "emergency room"),
    ],
)
def test_the_emergency_number_is_the_one_of_the_place(
    write: Write, zone: str, locale: str, number: str, place: str
) -> None:
    facts = load(write(NEEDED | {"CLINIC_TIMEZONE": zone})).facts()
    assert facts.locale == locale
    assert facts.emergency_number == number
    assert facts.emergency_text.startswith(f"Call {number} or go to ")
    assert place in facts.emergency_text
    # A number that only works elsewhere would do harm, whatever the language is set to.
    british = load(write(NEEDED | {"CLINIC_TIMEZONE": zone, "CLINIC_LOCALE": "en_GB"})).facts()
    assert british.emergency_number == number


def test_where_the_emergency_number_is_not_known_the_clinic_must_say_it(write: Write) -> None:
    given = NEEDED | {"CLINIC_TIMEZONE": "Asia/Kathmandu"}
    assert set(problems(write(given), frozenset())) == {"CLINIC_EMERGENCY_NUMBER"}

    facts = load(write(given | {"CLINIC_EMERGENCY_NUMBER": "102"})).facts()
    assert facts.emergency_text.startswith("Call 102 or go to the nearest emergency department")


def test_a_zone_without_a_country_takes_the_emergency_number_of_the_locale(write: Write) -> None:
    settings = load(write(NEEDED | {"CLINIC_TIMEZONE": "UTC", "CLINIC_LOCALE": "en_NZ"}))
    assert settings.clinic.emergency_number == "111"


def test_the_emergency_wording_of_a_clinic_must_say_its_own_number(write: Write) -> None:
    given = NEEDED | {"CLINIC_EMERGENCY_NUMBER": "112", "CLINIC_EMERGENCY_TEXT": "Call 999 now"}
    assert "CLINIC_EMERGENCY_NUMBER" in problems(write(given), frozenset())["CLINIC_EMERGENCY_TEXT"]


def test_a_relative_path_counts_from_the_folder_of_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(SERVED | {"AERONA_BUDGET_FOLDER": "budget"})
    monkeypatch.chdir("/")
    settings = load(Path(os.path.relpath(path)), needs=RUN)
    assert settings.storage.path == path.parent / "harbour.db"
    assert settings.aerona is not None
    assert settings.aerona.budget_folder == path.parent / "budget"

    absolute = load(write(SERVED | {"STORAGE_PATH": "/var/lib/frontdesk/harbour.db"}))
    assert absolute.storage.path == Path("/var/lib/frontdesk/harbour.db")


def test_the_name_of_the_file_is_the_name_of_the_clinic(write: Write) -> None:
    assert load(write(NEEDED, name=".env")).slug == "clinic"
    assert load(write(NEEDED, name="quay-2.env")).slug == "quay-2"
    assert set(problems(write(NEEDED, name="a clinic.env"), frozenset())) == {"the file's name"}


def test_settings_made_in_code_take_nothing_from_the_environment(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from_file = load(write(NEEDED))
    monkeypatch.setenv("TELEGRAM", "{}")
    made = ClinicSettings(
        file=from_file.file,
        clinic=from_file.clinic,
        aerona=from_file.aerona,
        storage=from_file.storage,
        server=from_file.server,
    )
    assert made == from_file


def test_two_clinics_of_one_process_share_no_name_no_database_and_no_bot(write: Write) -> None:
    first = load(write(SERVED | {"SERVER_PORT": "8080"}), needs=RUN)
    same = load(write(SERVED | {"SERVER_PORT": "8081"}, name="quay.env"), needs=RUN)
    other = load(
        write(
            SERVED | {"STORAGE_PATH": "./x/../quay.db", "TELEGRAM_BOT_TOKEN": f"987654:{'a' * 35}"},
            name="quay.env",
        ),
        needs=RUN,
    )

    assert together([first, other]) == ()
    each = "expected one of its own for each of harbour.env and quay.env"
    assert [str(problem) for problem in together([first, same])] == [
        f"STORAGE_PATH is shared: {each}",
        f"TELEGRAM_BOT_TOKEN is shared: {each}",
        "SERVER_PORT is wrong: expected the same in harbour.env and quay.env",
    ]
    twice = {problem.variable for problem in together([first, other, first])}
    assert twice == {"the file's name", "STORAGE_PATH", "TELEGRAM_BOT_TOKEN"}


def test_what_the_process_listens_on_may_stand_in_any_one_of_the_files(write: Write) -> None:
    first = load(write(NEEDED | {"SERVER_PORT": "9000"}))
    second = load(write(NEEDED | {"SERVER_HOST": "0.0.0.0"}, name="quay.env"))  # noqa: S104 - only read, never bound
    assert together([first, second]) == ()
    assert (server([first, second]).port, server([first, second]).host) == (9000, "0.0.0.0")  # noqa: S104 - the same


def test_a_file_that_others_may_read_is_noticed(write: Write) -> None:
    path = write(NEEDED)
    path.chmod(0o644)
    assert readable_by_others(path)
    path.chmod(0o600)
    assert not readable_by_others(path)
