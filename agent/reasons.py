"""Why a title scores as it does, in the language of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.scorers.explain import Explanation, Span
from models.scorers.levels import JUDGED
from prompts import load_replies


@dataclass(frozen=True)
class Remarks:
    """Clauses without a full stop: what is `bad`, only `fair` and `good` about a title, and what would `mend` it.

    `mend` is for what is bad, or where nothing is, for what is fair; `aside` says which score is not to be trusted.
    """

    bad: tuple[str, ...] = ()
    fair: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    mend: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        """All of it, what is weakest first."""
        return [*self.bad, *self.fair, *self.mend, *self.good, *self.aside]


def tell(explanation: Explanation, language: str, names: Sequence[str] = ()) -> Remarks:
    """The explanation in words, from the templates of `zh` or `en`; every clause is on a score or words of the title.

    `names` are those of products: no scorer knows them, so a title is not called clumsy for the letters of one.
    """
    say = load_replies(language)
    found: dict[str, list[str]] = {"bad": [], "fair": [], "good": []}
    advice: dict[str, list[str]] = {"bad": [], "fair": [], "good": []}
    if explanation.unbroken:
        found["bad"].append(say["unbroken"].format(n=explanation.unbroken))
        advice["bad"].append(say["unbroken_advice"])
    unknown = _name_at_fault(explanation, names)
    for name in JUDGED:
        reason = getattr(explanation, name)
        if name == "fluency" and unknown:
            continue
        if name == "fluency" and explanation.unbroken and reason.level == "good":
            continue  # the scorer hears wrong characters, not want of breath
        where = _named("mainly_in", reason.spans, say) or _named("held_by", reason.held, say)
        found[reason.level].append(say[f"{name}_{reason.level}"].format(where=where))
        advice[reason.level] += [say[f"{name}_advice"]] if reason.level != "good" else []
    told = {level: tuple(clauses) for level, clauses in found.items()}
    aside = (say["unknown_name"].format(name=unknown),) if unknown else ()
    return Remarks(**told, mend=tuple(advice["bad"] or advice["fair"]), aside=aside)


def _name_at_fault(explanation: Explanation, names: Sequence[str]) -> str | None:
    """The name that costs the title its fluency: the costliest word is a part of it."""
    for span in explanation.fluency.spans[:1]:
        for name in names:
            start = explanation.title.find(name)
            if start >= 0 and span.start < start + len(name) and start < span.end:
                return name
    return None


def _named(key: str, spans: Sequence[Span], say: dict[str, str]) -> str:
    """The words that a clause is about, in brackets; nothing where there are none."""
    words = say["and"].join(say["quoted"].format(text=span.text) for span in spans)
    return say[key].format(spans=words) if words else ""
