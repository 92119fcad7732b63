"""Random pairs of texts that belong together: what finds a title, and the title."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from models.embeddings.sentence import letters
from models.embeddings.sentence_pairs import by_uploader, described, headlines, keyword_sets, tagged
from models.pipeline.rows import written_rows
from models.splits import Part, part_of_keywords

Pair = tuple[str, str]
_PART: tuple[Part, ...] = ("train",)
_DESCRIBED = 60  # characters of a description that are read
_NEWS_WORDS = 8


class Draws:
    """Pairs of the train part: keywords, tags, descriptions, pieces and halves of titles, titles of one subject."""

    def __init__(self, data: Path, seed: int = 0) -> None:
        self._draw = random.Random(seed)
        self._sets = [(one.keywords, one.titles) for one in keyword_sets(data, _PART)]
        written = [(row["keywords"], [str(row["title"])]) for row in written_rows()]
        self._written = [one for one in written if part_of_keywords(one[0]) == "train"]
        self._news = headlines(data, _PART)
        self._tags, self._ranked = tagged(data, _PART), tagged(data, _PART, "bili_rank100_2021")
        self._described = described(data, _PART)
        groups = by_uploader(data, _PART)
        self._series = [titles for titles in groups if len(titles) > 1]
        self.titles = [title for titles in groups for title in titles]
        self.titles += [title for _, titles in (*self._sets, *self._written) for title in titles]
        self.titles += [title for _, title in self._news]
        self._kinds: list[tuple[Callable[[], Pair], float]] = [
            (lambda: self._of_set(self._sets), 4.0),
            (lambda: self._of_set(self._written), 1.0),
            (self._siblings, 4.0),
            (lambda: self._of_words(self._news), 3.0),
            (lambda: self._of_words(self._tags), 1.0),
            (lambda: self._of_words(self._ranked), 0.3),
            (self._of_pieces, 4.0),
            (self._halves, 3.0),
            (self._same_uploader, 1.0),
            (self._of_description, 2.0),
        ]

    def pairs(self, count: int) -> list[Pair]:
        """`count` pairs with letters on both sides."""
        kinds, weights = zip(*self._kinds, strict=True)
        found: list[Pair] = []
        while len(found) < count:
            drawn = [kind() for kind in self._draw.choices(kinds, weights, k=count - len(found))]
            found += [pair for pair in drawn if letters(pair[0]) and letters(pair[1])]
        return found

    def sample(self, count: int, among: int) -> list[int]:
        """Different numbers below `among`."""
        return self._draw.sample(range(among), count)

    def _of_set(self, sets: Sequence[tuple[list[str], list[str]]]) -> Pair:
        keywords, titles = self._draw.choice(sets)
        return self._some(keywords), self._draw.choice(titles)

    def _siblings(self) -> Pair:
        _, titles = self._draw.choice(self._sets)
        first, second = self._draw.sample(titles, 2) if len(titles) > 1 else titles * 2
        return first, second

    def _of_words(self, rows: Sequence[tuple[list[str], str]]) -> Pair:
        words, title = self._draw.choice(rows)
        return self._some(words[:_NEWS_WORDS]), title

    def _of_pieces(self) -> Pair:
        title = self._draw.choice(self.titles)
        text, pieces = letters(title), []
        for _ in range(self._draw.choice((1, 2, 2, 3))):
            size = self._draw.choice((2, 2, 3, 4))
            start = self._draw.randrange(max(1, len(text) - size + 1))
            pieces.append(text[start : start + size])
        return " ".join(pieces), title

    def _halves(self) -> Pair:
        title = self._draw.choice(self.titles)
        middle = len(title) // 2 + self._draw.randint(-2, 2)
        return title[: max(1, middle)], title[max(1, middle) :]

    def _same_uploader(self) -> Pair:
        first, second = self._draw.sample(self._draw.choice(self._series), 2)
        return first, second

    def _of_description(self) -> Pair:
        description, title = self._draw.choice(self._described)
        return description[:_DESCRIBED], title

    def _some(self, words: Sequence[str]) -> str:
        """The words in any order, two times in five not all of them."""
        kept = self._draw.randint(1, len(words)) if self._draw.random() < 0.4 else len(words)
        return " ".join(self._draw.sample(words, kept))
