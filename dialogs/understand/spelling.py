"""Words with one wrong letter, found without comparing with every word that there is."""

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

# Words by what is left of them without one of their letters.
Shortened = Mapping[str, tuple[str, ...]]


def shortened(words: Iterable[str]) -> Shortened:
    """Each word under itself and under what is left of it without one letter, but not the first.

    Two words that differ by one letter, or by two that changed places, share one of these.
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        for cut in _cuts(word):
            found[cut] = (*found.get(cut, ()), word)
    return found


def nearly(word: str, among: Shortened) -> set[str]:
    """The words that this one is with at most one wrong letter, which is not the first."""
    return {
        right
        for cut in _cuts(word)
        for right in among.get(cut, ())
        if OSA.distance(right, word, score_cutoff=1) <= 1 and right[0] == word[0]
    }


def _cuts(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}
