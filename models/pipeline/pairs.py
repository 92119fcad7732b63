"""Keyword-to-title examples with constraints computed from the titles themselves.

Reads the folder described by its own README: `native_*.jsonl`, `zeroshot_*.jsonl` (written for this project) and the
public Bilibili tables. Keyword sets on the test side of `models.splits` are never used.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.generator.prompt import build_prompt
from models.splits import part_of_keywords, part_of_video
from models.text import numbers, title_length

ANGLES = {
    "curiosity": "好奇", "emotion": "情绪", "humour": "幽默", "contrast": "反差", "story": "故事",
    "question": "提问", "list": "清单", "challenge": "挑战", "meme": "玩梗", "benefit": "利益点",
}  # fmt: skip
_BEGGING = re.compile(
    r"三连|求关注|围观|互粉|点赞|投稿|合集|第[0-9一二三四五六七八九十百]+[集期话章弹]|[Pp]\d+$|EP?\d+|直播回放|4K|1080"
)
# One title in eleven of the set names one of these; a small model then writes them everywhere, whatever the product.
_ECHOED = re.compile(r"我[爸妈奶爷姐弟哥]|老板|室友|闺蜜|对象|同事")
ECHO_KEPT = 0.25
_CLEAN = re.compile(r"^[\u4e00-\u9fffA-Za-z0-9，。！？、：；“”‘’…（）《》「」·,.!?:;()'\"%+\-~～ ]+$")


@dataclass(frozen=True)
class Example:
    """A prompt and the title that should follow it."""

    prompt: str
    title: str
    source: str


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def hand_written(data: Path, kind: str) -> list[tuple[list[str], str, str | None]]:
    """(keywords, title, angle) of every training row."""
    found = []
    for path in sorted(data.glob(f"{kind}_*.jsonl")):
        for row in _rows(path):
            keywords = [str(word) for word in row["keywords"]]  # type: ignore[attr-defined]
            if part_of_keywords(keywords) != "test":
                angle = row.get("angle")
                found.append((keywords, str(row["title"]), str(angle) if angle else None))
    return found


def native_examples(data: Path, rng: random.Random) -> list[Example]:
    """Native titles from their keyword sets, with constraints switched on at random; echoed people mostly left out."""
    return [
        Example(_constrained(keywords, title, angle, rng), title, "native")
        for keywords, title, angle in hand_written(data, "native")
        if not _ECHOED.search(title) or rng.random() < ECHO_KEPT
    ]


def edit_examples(data: Path, rng: random.Random) -> list[Example]:
    """Rewrites: a generic title of the same keywords becomes native, a long one becomes short."""
    by_keywords: dict[tuple[str, ...], list[str]] = {}
    for keywords, title, _angle in hand_written(data, "native"):
        by_keywords.setdefault(tuple(keywords), []).append(title)
    found = []
    for keywords, generic, _angle in hand_written(data, "zeroshot"):
        if natives := by_keywords.get(tuple(keywords)):
            title = rng.choice(natives)
            prompt = build_prompt(keywords, base=generic, instruction="更活泼", max_chars=limit_for(title, rng))
            found.append(Example(prompt, title, "livelier"))
    for words, titles in by_keywords.items():
        longest, shortest = max(titles, key=len), min(titles, key=len)
        if len(longest) - len(shortest) >= 4:
            prompt = build_prompt(words, base=longest, instruction="更短", max_chars=limit_for(shortest, rng))
            found.append(Example(prompt, shortest, "shorter"))
    return found


def popular_examples(
    data: Path, rng: random.Random, keywords_of: Callable[[str], Sequence[str]], limit: int
) -> list[Example]:
    """Titles that reached the popular list, with keywords found in the title itself by `keywords_of`."""
    import pandas as pd

    table = pd.read_parquet(data / "bili_2026_hot_or_not.parquet")
    table = table[table["label"] == 1].drop_duplicates("title").sample(frac=1.0, random_state=rng.randrange(2**31))
    found: list[Example] = []
    for row in table.itertuples():
        if len(found) >= limit:
            break
        title = str(row.title).strip()
        if part_of_video(str(row.up_id), str(row.first_date)) != "train" or not is_usable(title):
            continue
        words = [word for word in keywords_of(title) if word in title][:3]
        if len(words) >= 2 and not _unsupported_numbers(title, words):
            found.append(Example(_constrained(words, title, None, rng), title, "popular"))
    return found


def is_usable(title: str) -> bool:
    """Whether a fetched title is worth imitating: plain characters, a title's length, no begging, no series number."""
    return 8 <= title_length(title) <= 30 and bool(_CLEAN.match(title)) and not _BEGGING.search(title)


def _unsupported_numbers(title: str, words: Sequence[str]) -> bool:
    known = {number for word in words for number in numbers(word)}
    return any(number not in known for number in numbers(title))


def _constrained(keywords: Sequence[str], title: str, angle: str | None, rng: random.Random) -> str:
    """A prompt whose optional lines all hold for `title`."""
    words = list(keywords)
    if rng.random() < 0.3:
        rng.shuffle(words)
    inside = [word for word in words if word in title]
    return build_prompt(
        words,
        hook=ANGLES.get(angle or "") if rng.random() < 0.3 else None,
        must_include=rng.sample(inside, 1) if inside and rng.random() < 0.5 else (),
        max_chars=limit_for(title, rng) if rng.random() < 0.7 else None,
    )


def limit_for(title: str, rng: random.Random) -> int:
    """A limit an advertiser might set, at or above the title's length."""
    length = title_length(title)
    rounded = [limit for limit in (10, 12, 15, 18, 20, 22, 25, 30) if limit >= length]
    return rng.choice(rounded[:2]) if rounded and rng.random() < 0.8 else length + rng.randrange(3)
