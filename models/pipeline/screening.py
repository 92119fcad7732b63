"""What leaves the training data, one reason a filter. Every filter counts what it removed and keeps samples."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from models.pipeline.duplicates import first_of_each
from models.pipeline.pairs import Example
from models.text import invented_numbers, title_length

Keep = Callable[[Sequence[Example]], list[bool]]
SAMPLES = 5

_PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)"  # mobile numbers
    r"|(?<!\d)\d{17}[\dXx](?!\d)"  # identity numbers
    r"|[\w.+-]+@[\w-]+\.\w+"  # mail addresses
    r"|(?:微信|vx|VX|QQ|扣扣|加群)[号群]?[:：]?\s*[A-Za-z0-9_-]{5,}"
)


@dataclass(frozen=True)
class Filter:
    """A name for the report, and which of the examples stay."""

    name: str
    keep: Keep


@dataclass
class Screened:
    """The examples that are left, and by filter: how many it saw, how many it removed, some of those."""

    examples: list[Example]
    removed: dict[str, tuple[int, int, list[str]]] = field(default_factory=dict)


def screen(examples: Sequence[Example], filters: Sequence[Filter]) -> Screened:
    """Apply the filters one after another."""
    result = Screened(list(examples))
    for one in filters:
        before = result.examples
        marks = one.keep(before)
        gone = [example.title for example, stays in zip(before, marks, strict=True) if not stays]
        result.examples = [example for example, stays in zip(before, marks, strict=True) if stays]
        result.removed[one.name] = (len(before), len(gone), gone[:SAMPLES])
    return result


def each(name: str, keep: Callable[[Example], bool]) -> Filter:
    """A filter that looks at one example at a time."""
    return Filter(name, lambda examples: [keep(example) for example in examples])


def default_filters(legal: Callable[[str], bool], fluent: Callable[[Sequence[str]], list[bool]]) -> list[Filter]:
    """Length, personal data, numbers without support, law, near-duplicates, fluency: cheapest first.

    `legal` and `fluent` are passed in: the law is a tool's business, and models import no tool.
    """
    return [
        each("length 6..30", lambda one: 6 <= title_length(one.title) <= 30),
        each("personal data", lambda one: not _PERSONAL.search(one.title)),
        each("unsupported number", lambda one: not invented_numbers(one.title, [one.prompt])),
        each("advertising law", lambda one: legal(one.title)),
        Filter("near-duplicate", _distinct),
        Filter("fluency", lambda examples: fluent([one.title for one in examples])),
    ]


def _distinct(examples: Sequence[Example]) -> list[bool]:
    """Near-duplicates among different titles; one title may serve several prompts."""
    titles = list(dict.fromkeys(example.title for example in examples))
    kept = {title for title, stays in zip(titles, first_of_each(titles), strict=True) if stays}
    return [example.title in kept for example in examples]


_QUANTITY = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿|千|百)?(?:多|余)?(?:个|款|种|条|天|小时|分钟|块|元|次|招|年|件|斤|位|人)"
)
_VAGUE = {"天": "几天", "小时": "几个小时", "分钟": "几分钟", "块": "几块钱", "元": "几块钱", "年": "好几年"}


def without_quantities(title: str, support: Sequence[str]) -> str:
    """The title with each quantity that `support` does not hold said vaguely ("学了3招" -> "学了几招")."""

    def vague(match: re.Match[str]) -> str:
        if not invented_numbers(match[0], list(support)):
            return match[0]
        unit = match[0][-2:] if match[0][-2:] in _VAGUE else match[0][-1]
        return _VAGUE.get(unit, f"几{unit}")

    return _QUANTITY.sub(vague, title)
