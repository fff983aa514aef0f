"""`make bench-lookup`: how long it takes to find a name of a long list in a whole sentence.

2,000 clinicians, 500 services and 50,000 lines of a price list, made up by a seed. Patients ask for
one of them in sentences: spelt right, by a part of the name, with a letter wrong, by its code; or
they write something else, up to the longest text that is read. Measured is what a turn does with
it: hearing the text, and finding what is named. Preparing the lists is measured too; the bot does
that beside the event loop.
"""

import argparse
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

from connectors.model import Clinician, Item, Service
from dialogs.clinic import Catalogue
from dialogs.understand.index import Names
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import LONGEST, hear

CLINICIANS, SERVICES, ITEMS = 2_000, 500, 50_000
GOAL = 20.0

_SYLLABLES = "an ar bel bor cal con dan der el fen gar hal is ka lor mar nor ol per ros sen tam"
_GIVEN = "Ana Tom Priya Sian Omar Nina Leo Ruth Ivan Mia Paul Zoe Hugo Ines Karl Vera Sam Olga"
_WORK = (
    "crown filling implant denture bridge veneer extraction removal repair splint scan biopsy "
    "graft injection suture dressing x-ray impression polish sealant reline adjustment review"
)
_WHAT = (
    "porcelain composite amalgam acrylic ceramic metallic titanium resin temporary permanent "
    "partial full upper lower anterior posterior surgical simple complex digital"
)
_WHERE = (
    "molar premolar incisor canine quadrant arch sinus palate tongue cheek jaw knee shoulder hip "
    "ankle wrist elbow spine foot hand"
)
_SENTENCES = (
    "Hi, how much is {} please?",
    "could you tell me what {} would cost me if I came in next week, thanks",
    "what do you charge for {}",
    "is {} in tomorrow",
    "{}",
)
_OTHERWISE = (
    "hello there, I was wondering whether somebody could ring me back about my last visit",
    "my neighbour told me that your reception is very friendly " * 6,
    "crown " * 60,
    "upper lower full partial simple complex molar premolar filling crown removal",
)


@dataclass(frozen=True)
class Question:
    """A sentence, and the id of what it asks for where it does."""

    text: str
    meant: str | None


def catalogue(chance: random.Random) -> Catalogue:
    """A clinic with long lists."""
    syllables = _SYLLABLES.split()

    def invented() -> str:
        return "".join(chance.choices(syllables, k=chance.choice((2, 3, 3)))).title()

    clinicians = tuple(
        Clinician(f"c{n}", f"Dr {chance.choice(_GIVEN.split())} {invented()}")
        for n in range(CLINICIANS)
    )
    services = tuple(
        Service(f"s{n}", f"{invented()} {chance.choice(_WORK.split())} {chance.randint(1, 9)}0 min")
        for n in range(SERVICES)
    )
    items = tuple(
        Item(f"i{n}", _line(chance, invented), f"{chance.choice('ABCD')}{10_000 + n}")
        for n in range(ITEMS)
    )
    return Catalogue(services, clinicians, items=items)


def _line(chance: random.Random, invented: Callable[[], str]) -> str:
    words = [
        chance.choice(_WHAT.split()),
        chance.choice(_WORK.split()),
        chance.choice(_WHERE.split()),
    ]
    if chance.random() < 0.7:
        words.insert(chance.randrange(3), invented())
    return f"{' '.join(words).capitalize()}, {chance.randint(1, 60)} surfaces"


def questions(named: list[tuple[str, str]], chance: random.Random, count: int) -> list[Question]:
    """Sentences about these names, and some about nothing of them."""
    asked = [Question(text, None) for text in _OTHERWISE]
    words = [word for _, name in named[:1000] for word in name.split()]
    asked += [Question(" ".join(chance.choices(words, k=60))[:LONGEST], None) for _ in range(20)]
    for place in range(count):
        known, name = chance.choice(named)
        said = (_whole, _part, _misspelt)[place % 3](name, chance)
        asked.append(Question(chance.choice(_SENTENCES).format(said)[:LONGEST], known))
    return asked


def _whole(name: str, _chance: random.Random) -> str:
    return name


def _part(name: str, chance: random.Random) -> str:
    words = name.removeprefix("Dr ").split()
    return " ".join(words[: chance.randint(1, len(words))])


def _misspelt(name: str, chance: random.Random) -> str:
    """The name with two letters of its longest word changed over."""
    longest = max(name.split(), key=len)
    at = chance.randrange(1, max(len(longest) - 1, 2))
    wrong = longest[:at] + longest[at + 1 : at + 2] + longest[at] + longest[at + 2 :]
    return name.replace(longest, wrong)


def measured(names: Names, asked: list[Question]) -> tuple[list[float], int, int]:
    """How long each question took, in milliseconds; how many found what was meant, or another one.

    The fastest of three readings counts: what else the machine does is not ours.
    """
    took, hits, wrong = [], 0, 0
    for question in asked:
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            found = find_named(hear(question.text), names)
            spent.append((time.perf_counter() - began) * 1e3)
        took.append(min(spent))
        match found:
            case Match(known):
                hits += known == question.meant
                wrong += known != question.meant is not None
            case Close(several):
                hits += question.meant in several
    return took, hits, wrong


def main() -> None:
    """Print a line for each list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 - invented names, no secret
    whole = catalogue(chance)
    lists = (
        ("clinicians", [(one.id, one.name) for one in whole.clinicians], "clinician_names"),
        ("services", [(one.id, one.name) for one in whole.services], "service_names"),
        ("prices", [(one.id, one.name) for one in whole.items], "item_names"),
    )
    hear("the words of the language are prepared at their first use")
    worst = 0.0
    for called, named, attribute in lists:
        began = time.perf_counter()
        names: Names = getattr(whole, attribute)
        prepared = time.perf_counter() - began
        asked = questions(named, chance, options.questions)
        took, hits, wrong = measured(names, asked)
        worst = max(worst, *took)
        sys.stdout.write(
            f"{called}: {len(named):,} names, prepared in {prepared:.2f} s; "
            f"{len(asked)} sentences, median {statistics.median(took):.2f} ms, "
            f"worst {max(took):.2f} ms; of {options.questions} that name one, {hits} found it, "
            f"{wrong} found one other alone\n"
        )
    fine = "under" if worst < GOAL else "NOT under"
    sys.stdout.write(f"every sentence {fine} {GOAL:.0f} ms; {_size(whole)}\n")


def _size(whole: Catalogue) -> str:
    """How much memory the longest list takes when it is prepared."""
    again = Catalogue(items=whole.items)
    tracemalloc.start()
    again.indexed()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"the prices prepared take {size / 2**20:.0f} MB"


if __name__ == "__main__":
    main()
