"""A phrase: where its value comes from, and what stands in when there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.phrases.context import PhraseContext
from tools.phrases.holidays import next_holiday

PLACE = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_CITY_ENDINGS = re.compile(r"(?:市|地区|(?:[\u4e00-\u9fff]{1,4}族)?自治州|特别行政区)$")

Source = Literal["city", "weekday", "holiday", "price", "countdown", "audience"]


class UnknownPhrase(ValueError):
    """A template names a phrase that is not defined; the message is Chinese and lists those that are."""


class Phrase(BaseModel):
    """`source` is read from the context. With `values` it picks from that table (an own phrase): {"上海": "魔都"}.

    `default` stands in when the context has no value, the table has no entry, or the value is too long.
    """

    model_config = ConfigDict(frozen=True)

    name: str = Field(pattern=r"^[a-z_][a-z0-9_]*$", max_length=32)
    source: Source
    values: dict[str, str] = {}
    default: str | None = None

    def value(self, context: PhraseContext) -> str | None:
        """The phrase in this context; none when nothing is known."""
        found = _SOURCES[self.source](context)
        if not self.values:
            return found
        return self.values.get(found) if found else None


def names_in(template: str) -> list[str]:
    """Phrases that a template names, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(template)))


def _city(context: PhraseContext) -> str | None:
    """呼和浩特市 -> 呼和浩特: nobody says the ending in a title."""
    return (_CITY_ENDINGS.sub("", context.city.strip()) or None) if context.city else None


def _price(context: PhraseContext) -> str | None:
    """The product's price as it was entered, without what is in brackets: a title may name no other."""
    if context.product is None or not context.product.price:
        return None
    return re.sub(r"[（(].*?[)）]", "", context.product.price).strip() or None


def _countdown(context: PhraseContext) -> str | None:
    """Only of a real last day that has not passed."""
    if context.deadline is None or context.deadline < context.today:
        return None
    days = (context.deadline - context.today).days
    return "今天截止" if days == 0 else f"还剩{days}天"


def _audience(context: PhraseContext) -> str | None:
    if context.audience:
        return context.audience
    return context.product.audience[0] if context.product and context.product.audience else None


_SOURCES: dict[str, Callable[[PhraseContext], str | None]] = {
    "city": _city,
    "weekday": lambda context: _WEEKDAYS[context.today.weekday()],
    "holiday": lambda context: next_holiday(context.today),
    "price": _price,
    "countdown": _countdown,
    "audience": _audience,
}

BUILT_IN = MappingProxyType(
    {
        phrase.name: phrase
        for phrase in (
            Phrase(name="city", source="city", default="你的城市"),
            Phrase(name="weekday", source="weekday"),
            Phrase(name="holiday", source="holiday", default="假期"),
            Phrase(name="price", source="price"),
            Phrase(name="countdown", source="countdown"),
            Phrase(name="audience", source="audience", default="你"),
        )
    }
)
"""A price or a last day has no default: it would be invented."""
