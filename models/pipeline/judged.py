"""The generator's own titles, judged by hand: material of preference training and of the sense score.

A row of `onpolicy_*.jsonl`: {"keywords", "title", "sense": 0 or 1, "appeal": 1 to 5, "fault", "prompt"?, "source"?,
"logprob"?}; `source` is `model` where it is absent, or `pattern` and the like for titles that the model did not draft.

A row of `preferred_*.jsonl` is what advertisers thought (`miaoti data preferences`): beside these it has "preferred",
and "group", within which titles are compared. It tells which of them is better, and seldom whether one makes sense:
only preference training reads it.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.generator.prompt import build_prompt
from models.splits import PARTS, Part, part_of_keywords

USABLE = 3  # appeal of a title that is usable after an edit
JUDGED, PREFERRED = "onpolicy_*.jsonl", "preferred_*.jsonl"
DRAFTED = "model"  # the source of what the generator's model wrote


@dataclass(frozen=True)
class Judged:
    """A title with its judgement. `good` is None where it makes sense and yet appeals to nobody."""

    keywords: tuple[str, ...]
    prompt: str
    title: str
    sense: bool
    appeal: int
    source: str = DRAFTED
    logprob: float | None = None  # mean over its tokens, in nats; of the model's own titles
    preferred: bool | None = None
    group: str = ""

    @property
    def good(self) -> bool | None:
        """True for a title to imitate, False for nonsense; None where it makes sense and draws nobody.

        Of titles that advertisers judged, what they said.
        """
        if self.preferred is not None:
            return self.preferred
        if not self.sense:
            return False
        return True if self.appeal >= USABLE else None


def judged_titles(folders: Sequence[Path], parts: Container[Part] = PARTS, files: str = JUDGED) -> list[Judged]:
    """Every judged title of the folders in these parts of `models.splits`, each (keywords, title) once in a group."""
    found: dict[tuple[tuple[str, ...], str, str], Judged] = {}
    for folder in folders:
        for path in sorted(folder.glob(files)):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                words = tuple(row["keywords"])
                if part_of_keywords(words) in parts:
                    one = Judged(
                        words,
                        row.get("prompt") or build_prompt(words),
                        row["title"],
                        bool(row["sense"]),
                        int(row["appeal"]),
                        row.get("source", DRAFTED),
                        row.get("logprob"),
                        row.get("preferred"),
                        row.get("group", ""),
                    )
                    found[words, one.title, one.group] = one
    return list(found.values())


def preference_pairs(titles: Sequence[Judged], rng: random.Random, each: int = 2) -> list[tuple[Judged, Judged]]:
    """(chosen, rejected) of one keyword set and group: every good title against up to `each` bad ones."""
    groups: dict[tuple[tuple[str, ...], str], list[Judged]] = defaultdict(list)
    for one in titles:
        groups[one.keywords, one.group].append(one)
    pairs = []
    for group in groups.values():
        bad = [one for one in group if one.good is False]
        for chosen in (one for one in group if one.good):
            pairs += [(chosen, rejected) for rejected in rng.sample(bad, min(each, len(bad)))]
    rng.shuffle(pairs)
    return pairs
