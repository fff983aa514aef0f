"""Long lists of names: what is spelt right is always found, and nothing is found for nothing."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from dialogs.understand.index import Names, names_of
from dialogs.understand.match import Close, Match, find_named
from dialogs.understand.said import hear
from dialogs.understand.spelling import nearly, shortened

REIDS = [
    ("tom", "Dr Tom Reid"),
    ("ada", "Dr Ada Reid"),
    ("reed", "Ms Tess Reed"),
    ("brown", "Mr Ian Brown"),
    ("rown", "Dr Bill Rown"),
]
_WORD = st.text(string.ascii_lowercase, min_size=2, max_size=12)
_NAME = st.lists(_WORD, min_size=1, max_size=4).map(" ".join)
# Of one length, so that no two words written together make a third.
_ALIKE = st.lists(st.text("abcdefg", min_size=5, max_size=5), min_size=1, max_size=4).map(" ".join)
_ALIKE_LIST = st.lists(_ALIKE, min_size=1, max_size=30)
_LIST = st.lists(_NAME, min_size=1, max_size=30)


def found(text: str, names: Names, among: set[str] | None = None) -> tuple[str, ...]:
    match find_named(hear(text), names, among=among):
        case Match(known):
            return (known,)
        case Close(several):
            return several
    return ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Dr T Reid", ("tom",)),
        ("is T. Reid in tomorrow", ("tom",)),
        ("Reid T", ("tom",)),
        ("Dr A. Reid please", ("ada",)),
        ("is there a Reid here", ("tom", "ada")),
        ("Dr Reid", ("tom", "ada")),
        ("Tom", ("tom",)),
        ("Ada Ried", ("ada",)),
        ("I tried to ring", ()),
        ("rown, Bill", ("rown",)),
        ("Dr Brown", ("brown",)),
    ],
)
def test_people_are_called_by_title_initial_first_name_or_surname(
    text: str, who: tuple[str, ...]
) -> None:
    assert found(text, names_of(REIDS, people=True)) == who


def test_words_that_only_make_a_name_together_are_not_taken_for_it() -> None:
    names = names_of([("isabel", "Isabel Reid"), ("abel", "Abel Cole")], people=True)
    assert found("is Abel in tomorrow", names) == ("abel",)
    assert found("is abel in", names, {"isabel"}) == ("isabel",)


def test_a_word_of_very_many_names_narrows_and_names_nobody() -> None:
    crowns = [(f"{n}", f"{'Porcelain' if n < 20 else 'Resin'} crown") for n in range(5000)]
    names = names_of([*crowns, ("z", "Zanthor crown"), ("y", "Zanthor bridge")])
    assert len(found("a crown", names)) == 5001
    assert len(found("a porcelain crown", names)) == 20
    assert found("a zanthor crown", names) == ("z",)
    assert found("zanthor", names) == ("z", "y")


def test_an_everyday_word_is_a_name_where_the_text_is_about_the_list() -> None:
    names = names_of([("bridge", "Gold bridge"), ("north", "Harbour North")])
    said = hear("how much is a bridge for my mum")
    assert find_named(said, names) is None
    assert find_named(said, names, everyday=True) == Match("bridge")


def test_an_item_may_be_called_by_its_code() -> None:
    names = names_of([("a", "Crown"), ("a", "D-2740"), ("b", "Filling"), ("b", "23")])
    assert found("how much is d2740", names) == ("a",)
    assert found("what does D-2740 cost", names) == ("a",)
    assert found("item 23 please", names) == ("b",)


def test_only_those_that_matter_now_are_found_as_if_there_were_no_others() -> None:
    everybody = names_of(REIDS, people=True)
    assert found("Dr Reid", everybody, {"tom", "brown"}) == ("tom",)
    assert found("Tom Reid", everybody, {"ada"}) == ("ada",)
    assert found("Dr Reid", everybody, {"brown"}) == ()


@given(_LIST, st.data())
def test_what_is_spelt_right_is_always_found(said: list[str], data: st.DataObject) -> None:
    names = [(str(place), name) for place, name in enumerate(said)]
    known, name = data.draw(st.sampled_from(names))
    words = [word for word in name.split() if word not in _everyday()]
    if len(words) == len(name.split()):
        assert known in found(name, names_of(names, {}))


@given(_LIST, _NAME)
def test_what_is_found_shares_a_word_with_what_was_said(said: list[str], text: str) -> None:
    names = [(str(place), name) for place, name in enumerate(said)]
    by_id = dict(names)
    generic = hear("").language.naming.generic
    for known in found(text, names_of(names, {})):
        own = hear(by_id[known]).plain
        telling = "".join(word for word in own if word not in generic)
        assert any(
            OSA.distance(piece, one) <= 1
            for piece in _pieces(text)
            for one in (*own, "".join(own), telling)
        )


@given(_ALIKE_LIST, _ALIKE)
def test_one_list_of_many_reads_like_the_short_list_of_those_that_matter(
    said: list[str], text: str
) -> None:
    names = [(str(place), name) for place, name in enumerate(said)]
    few = names[::2]
    whole = found(text, names_of(names, {}), {known for known, _ in few})
    assert whole == found(text, names_of(few, {}))


@given(st.lists(_WORD, unique=True, max_size=20), _WORD)
def test_one_wrong_letter_is_found_without_comparing_with_all(words: list[str], word: str) -> None:
    near = {one for one in words if one[0] == word[0] and OSA.distance(one, word) <= 1}
    assert nearly(word, shortened(words)) == near


def _pieces(text: str) -> set[str]:
    """All words that stand side by side, written together."""
    words = hear(text).plain
    places = range(len(words) + 1)
    return {"".join(words[start:end]) for start in places for end in places if start < end}


def _everyday() -> frozenset[str]:
    naming = hear("").language.naming
    return naming.ordinary | naming.generic | naming.titles
