"""A file is read as python-dotenv reads it, and what it would pass over in silence is said."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, load
from bot.settings.envfile import read
from tests.settings.conftest import NEEDED, Write


def values(path: Path) -> dict[str, str]:
    return {name: given.value for name, given in read(path).given.items()}


def test_quotes_comments_export_and_windows_line_ends_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "harbour.env"
    text = (
        "\ufeffCLINIC_NAME=Harbour Dental  # as on the door\r\n"
        "# CLINIC_PHONE=1\r\n"
        "\r\n"
        "export AERONA_PASSWORD='pass # word'\r\n"
        'CLINIC_EMERGENCY_TEXT="Call 999\\nnow"\r\n'
        "AERONA_USERNAME = desk#1 \r\n"
        "CLINIC_ADDRESS=\r\n"
    )
    path.write_bytes(text.encode())
    assert values(path) == {
        "CLINIC_NAME": "Harbour Dental",
        "AERONA_PASSWORD": "pass # word",
        "CLINIC_EMERGENCY_TEXT": "Call 999\nnow",
        "AERONA_USERNAME": "desk#1",
    }
    assert read(path).problems == ()


def test_lines_that_say_nothing_are_told_by_their_number(write: Write) -> None:
    path = write(more='\n# a comment\n\nCLINIC_NAME\n\nAERONA_PASSWORD="open\nCLINIC_PHONE=1\n=x')
    assert [problem.variable for problem in read(path).problems] == ["line 4", "line 6", "line 8"]
    assert values(path) == {"CLINIC_PHONE": "1"}


def test_a_name_given_twice_is_told_with_both_lines(write: Write) -> None:
    path = write(NEEDED, more="\nCLINIC_NAME=Another")
    with pytest.raises(BadSettings) as caught:
        load(path)
    assert [str(problem) for problem in caught.value.problems] == [
        "CLINIC_NAME is given twice: expected once, and it stands on line 1 and on line 9"
    ]


def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path) -> None:
    binary = tmp_path / "binary.env"
    binary.write_bytes(b"AERONA_PASSWORD=\xff\xfesecret")
    for path, expected in (
        (tmp_path / "none.env", "there is no such file"),
        (tmp_path, "this is a folder"),
        (binary, "expected text in UTF-8"),
    ):
        with pytest.raises(BadSettings) as caught:
            load(path)
        assert len(caught.value.problems) == 1
        assert expected in str(caught.value)
        assert caught.value.__context__ is None


def test_what_may_be_a_piece_of_a_secret_is_told_by_its_line(write: Write) -> None:
    path = write(NEEDED, more="c2VjcmV0LXRva2Vu=\nJBSWY3DPEHPK3PXP=x\nclinic_adress=x\nMY_OWN=x")
    with pytest.raises(BadSettings) as caught:
        load(path)
    assert [str(problem) for problem in caught.value.problems] == [
        "line 9 is not known: there is no such variable",
        "line 10 is not known: did you mean CLINIC_ADDRESS?",
        "MY_OWN is not known: there is no such variable",
    ]
