"""What is written down about the settings is what the models say."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, load
from bot.settings.example import example, reference
from bot.settings.load import Need
from bot.settings.model import variables

ROOT = Path(__file__).parents[2]
RUN: frozenset[Need] = frozenset({"telegram", "storage"})


@pytest.mark.parametrize(
    ("path", "text"), [(".env.example", example()), ("docs/settings.md", reference())]
)
def test_the_committed_file_is_the_generated_one(path: str, text: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == text, "run `make diagrams`"


@pytest.mark.parametrize("text", [example(), reference()], ids=[".env.example", "settings.md"])
def test_every_variable_is_written_down_with_what_it_says(text: str) -> None:
    for variable, _, _, field in variables():
        assert variable in text
        assert field.description, variable


def test_a_copy_of_the_example_only_misses_its_secrets(tmp_path: Path) -> None:
    copy = tmp_path / "harbour.env"
    copy.write_text(example(), encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        load(copy, needs=RUN)
    missing = {(problem.variable, problem.state) for problem in caught.value.problems}
    assert missing == {("AERONA_PASSWORD", "missing"), ("TELEGRAM_BOT_TOKEN", "missing")}


def test_every_variable_of_the_example_can_be_set_as_it_stands_there(tmp_path: Path) -> None:
    assignments = [
        line.removeprefix("# ")
        for line in example().splitlines()
        if line.removeprefix("# ").split("=")[0] in {name for name, *_ in variables()}
    ]
    secrets = {
        "AERONA_PASSWORD=": "AERONA_PASSWORD=x",
        "PRACSUITE_VENDOR_KEY=": "PRACSUITE_VENDOR_KEY=x",
        "PRACSUITE_ACCOUNT_KEY=": "PRACSUITE_ACCOUNT_KEY=x",
        "TELEGRAM_BOT_TOKEN=": f"TELEGRAM_BOT_TOKEN=123456789:{'a' * 35}",
    }
    filled = [_own_word(secrets.get(line, line)) for line in assignments]
    copy = tmp_path / "harbour.env"
    # The example's usual type is one of its bookable types, and so on: they go together.
    copy.write_text("\n".join(filled), encoding="utf-8")
    settings = load(copy, needs=RUN)
    assert settings.clinic.bookable_types == ("1864", "1901")
    assert len(assignments) == len(list(variables()))


def _own_word(line: str) -> str:
    """The example of what only protects where nobody else knows it is refused."""
    name = "AERONA_WEBHOOK_SECRET="
    return f"{name}{'0123456789abcdef' * 4}" if line.startswith(name) else line
