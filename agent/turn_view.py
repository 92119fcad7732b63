"""What is known of a turn when its next tool call is decided, and the call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from agent.brief import Brief
from agent.plan import Plan, ShownList, TitleRef
from agent.references import UnknownReference, resolve, whole_list
from models.catalog import Advertiser
from models.types import Title
from tools.opinions import Opinions

# “全部换成疑问句” speaks of the whole list, though one title of it was refined last.
_EVERY = re.compile(
    r"全部|全都|所有|每一?[条个句]|统统|通通|整批|[这那]几[条个句]|[这那][两俩三四五六七八九十]条|哪几?[条个句]"
    r"|(?:^|[,，。\s])(?:都|全)(?=写|改|再|换|短|长|活泼|太|弄|调)|\ball of|\bevery|\bwhich (?:one|of)",
    re.I,
)


@dataclass(frozen=True)
class Step:
    """One tool call to make; `group` is the place of the group of titles that it writes, where several are ordered."""

    tool: str
    args: dict[str, Any]
    group: int | None = None


@dataclass(frozen=True)
class TurnView:
    """The turn so far, as builders see it. `results` maps a tool's name to the data it gave this turn.

    `said` has ids of titles that this message likes and dislikes (under like, dislike), `opinions` all that people
    said of titles so far, `raced` their chances of winning the race they run in, 0..1. `groups` are the Briefs of the
    groups of titles that the message orders; `own` is the id of the title that the user handed in last.
    """

    message: str
    plan: Plan
    brief: Brief
    advertiser: Advertiser
    shown: Sequence[ShownList] = ()
    titles: dict[str, Title] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: Sequence[str] = ()
    associated: str | None = None
    max_chars: int = 30
    seed: int = 0
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)
    opinions: Mapping[str, Opinions] = field(default_factory=dict)
    raced: Mapping[str, float] = field(default_factory=dict)
    groups: Sequence[Brief] = ()
    own: str | None = None

    def of_group(self, place: int | None) -> TurnView:
        """The turn as the writers of one group see it; itself where no group is meant."""
        return self if place is None else replace(self, brief=self.groups[place], groups=())

    def referred(self) -> tuple[str, ...]:
        """Ids of the titles the message points at; of the latest list when it points at none."""
        ref = self.plan.ref
        if self.plan.given or (ref is not None and ref.which == "own"):
            if self.own is None:
                raise UnknownReference("你还没有发过自己写的标题，把它发给我就行。")
            return (self.own,)
        if (ref is None or ref == TitleRef(all=True)) and is_about_all(self.message) and self.shown:
            return whole_list(self.shown, self.titles)
        return resolve(ref or TitleRef(all=True), self.shown, self.titles, self.raced)


def is_about_all(message: str) -> bool:
    """Whether the message speaks of a whole list in so many words."""
    return bool(_EVERY.search(message))
