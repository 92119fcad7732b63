"""The tokens of one document and of one query, alike: overlapping pairs and triples, so that phrases are rare."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tools.indexes.analysis import START, characters, initials, pairs, syllables

SPELLED = 24  # syllables kept for typing by pinyin; nobody types further before picking


def grams(chars: Sequence[str], *, begins: bool) -> list[str]:
    """Pairs; with `begins` the first one starts with the mark of a beginning."""
    return pairs([START, *chars] if begins else list(chars))


def sound_grams(sounds: Sequence[str], *, begins: bool) -> list[str]:
    """Pairs of syllables, apart by an apostrophe: xi'an is not xian."""
    marked = [START, *sounds] if begins else list(sounds)
    return [f"{one}'{two}" for one, two in itertools.pairwise(marked)] or marked


def letter_grams(letters: Sequence[str], *, begins: bool) -> list[str]:
    """Triples of initials: single letters are so common that a phrase of them reads the whole index."""
    marked = [START, *letters] if begins else list(letters)
    return ["".join(marked[at : at + 3]) for at in range(len(marked) - 2)] or ["".join(marked)]


def document_tokens(text: str, extra: str) -> dict[str, list[str]]:
    """Tokens of each field, without a scope's mark."""
    chars, sounds = characters(text), syllables(text)
    more, more_sounds = characters(extra), syllables(extra)
    letters = initials(sounds)
    first = [START + letters[0]] if len(letters) > 1 else []
    return {
        "chars": list(dict.fromkeys(chars)),
        "grams": grams(chars, begins=True),
        "pinyin": sound_grams(sounds, begins=True),
        # The beginning with one letter only comes last: it must not stand between the triples of a phrase.
        "initials": [*letter_grams(letters, begins=True), *first],
        "spelled": ["".join(sounds[:SPELLED])],
        "pairs": [*pairs(chars), *pairs(more)],
        "sounds": [a + b for part in (sounds, more_sounds) for a, b in itertools.pairwise(part)],
    }
