"""What the encoder is trained on: real and spoiled titles, styles, ratings, and sense with keywords."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from models.corruption import ALL_KINDS, BASIC_KINDS, Corrupter
from models.scorers import data as sets
from models.scorers.inputs import without_pauses
from models.scorers.nonsense import nonsense

ANGLES = ("benefit", "challenge", "contrast", "curiosity", "emotion", "humour", "list", "meme", "question", "story")
CODES = "CEBDHVLTNUK"
NONE = -1.0


@dataclass
class Row:
    """One sequence and its targets; -1 means the task has no target here."""

    title: str
    keywords: str | None = None
    fluency: float = NONE
    style: float = NONE
    popular: float = NONE
    judge: float | None = None
    sense: float = NONE
    topic: int = -1
    angle: int = -1
    codes: str | None = None
    touched: frozenset[int] | None = field(default=None)


def joined(words: Sequence[str]) -> str:
    """Keywords as the encoder reads them before a title."""
    return " ".join(words)


class Batches:
    """Draws mixed batches from the train part of a data folder. `topics` lists the categories in id order."""

    def __init__(self, data: Path, seed: int = 0) -> None:
        self.random = random.Random(seed)
        videos = sets.videos(data)
        videos = videos[videos.part == "train"]
        self.topics = sorted(videos.tname.unique())
        ids = {name: index for index, name in enumerate(self.topics)}
        self.real = [
            Row(title, fluency=1, popular=float(label), topic=ids[name], touched=frozenset())
            for title, label, name in zip(videos.title, videos.label, videos.tname, strict=True)
        ]
        self.real += [Row(title, fluency=1, touched=frozenset()) for title in sets.other_titles(data)]
        texts = [row.title for row in self.real]
        self.corrupter = Corrupter(texts, seed, fragments=texts)
        self.styled = self._styled(sets.styled(data))
        rated = sets.ratings(data)
        rated = rated[rated.part == "train"]
        self.rated = [
            Row(title, judge=(score - 3) / 1.3, codes=codes, popular=float(label))
            for title, score, codes, label in zip(rated.title, rated.score, rated.codes, rated.label, strict=True)
        ]
        self.judged, self.native, self.made = self._sense(data, seed)
        self._deck: list[int] = []

    def _styled(self, frame: pd.DataFrame) -> list[Row]:
        frame = frame[frame.part == "train"]
        return [
            Row(title, style=float(native), angle=ANGLES.index(angle) if angle in ANGLES else -1)
            for title, native, angle in zip(frame.title, frame.native, frame.angle, strict=True)
        ]

    def _sense(self, data: Path, seed: int) -> tuple[list[Row], list[Row], list[Row]]:
        hand, styled = sets.judged(data), sets.styled(data)
        hand = hand[hand.part == "train"]
        styled = styled[(styled.part == "train") & (styled.native == 1)]
        judged = [
            Row(t, joined(w), sense=float(s)) for t, w, s in zip(hand.title, hand.keywords, hand.sense, strict=True)
        ]
        native = [Row(t, joined(w), sense=1.0) for t, w in zip(styled.title, styled.keywords, strict=True)]
        native += [Row(t, joined(w), sense=1.0) for w, t in sets.written("train")]
        made: list[Row] = []
        for turn in range(6):
            frame = nonsense(styled.title.tolist(), styled.keywords.tolist(), seed + turn)
            made += [Row(t, joined(w), sense=0.0) for t, w in zip(frame.title, frame.keywords, strict=True)]
        return judged, native, made

    def _next_real(self, count: int) -> list[Row]:
        if len(self._deck) < count:
            self._deck = list(range(len(self.real)))
            self.random.shuffle(self._deck)
        return [self.real[self._deck.pop()] for _ in range(count)]

    def spoiled(self, title: str) -> Row:
        """A spoiled form: a single corruption, one in 8 or one in 5."""
        times = self.random.choice((1, 1, len(title) // 8, len(title) // 5))
        kinds = BASIC_KINDS if self.random.random() < 0.6 else ALL_KINDS
        found = self.corrupter.corrupt(title, max(1, times), kinds)
        return Row(found.text, fluency=0, touched=found.touched)

    def draw(self, real: int = 56, styled: int = 6, rated: int = 10, sense: int = 12) -> list[Row]:
        """One mixed batch: `real` titles with as many spoiled ones, and the rest as counted."""
        first = self._next_real(real)
        rows = [*first, *(self.spoiled(row.title) for row in first)]
        for row in self.random.sample(self.styled, styled):
            bare = self.random.random() < 0.5
            rows.append(Row(without_pauses(row.title), style=row.style, angle=row.angle) if bare else row)
        rows += self.random.sample(self.rated, rated)
        rows += self.random.sample(self.judged, sense // 3)
        return rows + self.random.sample(self.native, sense // 3) + self.random.sample(self.made, sense // 3)
