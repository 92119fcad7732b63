"""“另外两条也改短点”: the titles of a list that its last rewrite left alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from agent.plan import Intent, ShownList, TitleRef
from agent.readers.numerals import NUMBER, to_number
from agent.readers.vocabulary import UNCHANGED

_UNCHANGED = re.compile(UNCHANGED)
_REMAINDER = re.compile(rf"(?:另外|其余|其[他它]|剩下|余下)(?:的)?(?:那|这)?(?:({NUMBER})\s?(?:条|个|句|款)|([俩仨]))")


def read_remainder(text: str, shown: Sequence[ShownList]) -> TitleRef | None:
    """The rest, when some titles of a list were rewritten last and exactly as many as said were not.

    A rewrite is taken for the title of the list before that it resembles most.
    """
    match = _REMAINDER.search(text)
    if match is None or len(shown) < 2 or shown[-1].intent is not Intent.REFINE:
        return None
    before, after = shown[-2].texts, shown[-1].texts
    if len(before) - len(after) != to_number(match[1] or match[2]):
        return None
    left = list(range(len(before)))
    for text_after in after:
        left.remove(_most_like(text_after, before, left))
    return TitleRef(numbers=tuple(at + 1 for at in left), size=len(before))


def read_unchanged(text: str, shown: Sequence[ShownList]) -> TitleRef | None:
    """“就用没加之前的那条”: the title that the last rewrite was made from, when one title was rewritten."""
    if len(shown) < 2 or shown[-1].intent is not Intent.REFINE or len(shown[-1].texts) != 1:
        return None
    if not _UNCHANGED.search(text):
        return None
    before = shown[-2].texts
    return TitleRef(numbers=(_most_like(shown[-1].texts[0], before, range(len(before))) + 1,), which="previous")


def _most_like(text: str, texts: Sequence[str], places: Sequence[int]) -> int:
    return max(places, key=lambda at: SequenceMatcher(None, texts[at], text, autojunk=False).ratio())
