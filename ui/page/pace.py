"""How fast one person may ask the page for what keeps the processor busy, like the limit of an API key."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import gradio as gr

from ui.api.limits import RateLimiter
from ui.origin import NONE, address_of
from ui.page.desk import DEMO_USER, owner_of
from ui.page.text import words
from ui.page.toasts import warn

Act = Literal["turn", "look", "hint", "upload"]


@dataclass(frozen=True)
class Rate:
    """`burst` at once, `per_minute` in the long run."""

    per_minute: float
    burst: int


RATES: Mapping[Act, Rate] = MappingProxyType(
    {"turn": Rate(30, 15), "look": Rate(240, 60), "hint": Rate(240, 60), "upload": Rate(10, 5)}
)
"""More than a person does by hand: a preview and a hint are asked for when typing rests."""
_TOLD = Rate(6, 1)


@dataclass
class Pace:
    """Counts by person, or by address where nobody signs in; who sits at this machine is not counted."""

    limiter: RateLimiter = field(default_factory=RateLimiter)
    rates: Mapping[Act, Rate] = field(default_factory=lambda: RATES)

    def allows(self, act: Act, request: gr.Request, language: str) -> bool:
        """Whether the act may be done now. Where not, the page is told when, once for all that is refused just then."""
        who = _counted(request)
        wait = self._wait(f"{act} {who}", self.rates[act]) if who else 0.0
        if wait and not self._wait(f"told {who}", _TOLD):
            warn(words(language).slow_down.format(math.ceil(wait)), language)
        return not wait

    def _wait(self, name: str, rate: Rate) -> float:
        return self.limiter.wait_for(name, rate.per_minute, rate.burst)


def _counted(request: gr.Request) -> str:
    """Who is counted as one; empty for who is not counted."""
    owner = owner_of(request)
    if owner == DEMO_USER:
        return ""
    if request.username:
        return owner
    return address_of(request.client.host if request.client else "", getattr(request, "headers", None) or NONE)
