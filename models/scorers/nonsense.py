"""Nonsense made from sensible titles: fluent in its parts, senseless or off the keywords as a whole."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pandas as pd

from models.corruption import ALL_KINDS, Corrupter


def _spliced(one: str, other: str, chance: random.Random) -> str:
    """The head of one title and the tail of another."""
    if len(one) < 5 or len(other) < 5:
        return one + other
    return one[: chance.randrange(3, len(one) - 1)] + other[chance.randrange(2, len(other) - 2) :]


def _swapped_word(title: str, words: Sequence[str], others: Sequence[str], chance: random.Random) -> str | None:
    """The title with one of its keywords replaced by a keyword of another set, twice where it can be."""
    present = [word for word in words if word in title]
    foreign = [word for word in others if word not in title]
    if not present or not foreign:
        return None
    return title.replace(chance.choice(present), chance.choice(foreign))


def _stammered(title: str, words: Sequence[str], chance: random.Random) -> str:
    """The keyword said again where it does not belong, as small models do."""
    word = chance.choice(list(words)) if words else title[:2]
    at = chance.randrange(1, max(2, len(title)))
    return title[:at] + word + title[at:]


def nonsense(titles: Sequence[str], keywords: Sequence[Sequence[str]], seed: int = 0) -> pd.DataFrame:
    """One senseless row for each title: columns title, keywords, sense (always 0).

    By turns: right title under wrong keywords, two titles spliced, keywords exchanged, keyword stammered,
    several corruptions, keywords merely listed.
    """
    if len(titles) < 2:
        raise ValueError("nonsense needs at least two titles to mix")
    chance = random.Random(seed)
    corrupter = Corrupter(titles, seed, fragments=titles)
    rows = []
    for index, (title, words) in enumerate(zip(titles, keywords, strict=True)):
        away = (index + chance.randrange(len(titles) // 3 + 1, len(titles))) % len(titles)
        other, foreign = titles[away], list(keywords[away])
        turn = index % 6
        text: str | None = title
        shown = list(words)
        if turn == 0:
            shown = foreign
        elif turn == 1:
            text = _spliced(title, other, chance)
        elif turn == 2:
            text = _swapped_word(title, words, foreign, chance)
        elif turn == 3:
            text = _stammered(title, words, chance)
        elif turn == 4:
            text = corrupter.every(title, 6, ALL_KINDS).text
        else:
            text = chance.choice(["", "，", " "]).join([*words, *chance.sample(list(words), 1)])
        if text and not (text == title and shown == list(words)):
            rows.append({"title": text, "keywords": shown, "sense": 0})
    return pd.DataFrame(rows)
