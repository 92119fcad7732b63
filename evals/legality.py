"""Which titles that the advertiser was shown break the law, by the compliance check of the tools.

That check is the agent's own lawbook, asked anew: what it does not know, nobody finds here. Its written rules are
counted apart from what only its learned second look calls a violation.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from evals.cases import Case
from evals.records import Trajectory
from models.types import Compliance, Verdict
from tools.compliance import check_many, load_checker


class IllegalTitle(BaseModel):
    """A title that was shown and is a violation; `spans` are the words that make it one.

    `by_rules`: the written rules say so too, not the learned second look alone.
    """

    model_config = ConfigDict(frozen=True)

    case_id: str
    trial: int
    turn: int
    text: str
    source: str
    spans: tuple[str, ...]
    by_rules: bool


class Legality(BaseModel):
    """`shown`: titles of all turns, one shown again in a later turn counting again."""

    model_config = ConfigDict(frozen=True)

    shown: int = 0
    illegal: tuple[IllegalTitle, ...] = ()

    @property
    def told(self) -> str:
        return f"{len(self.illegal)} of {self.shown}"

    @property
    def told_by_rules(self) -> str:
        return f"{sum(one.by_rules for one in self.illegal)} of {self.shown}"


def violations(titles: Iterable[str], industry: str | None) -> dict[str, tuple[str, ...]]:
    """Those of the titles that are violations in an industry, if one is named, each with the words that make it one."""
    texts = list(dict.fromkeys(titles))
    judged = zip(texts, check_many(texts, industry), strict=True)
    return {text: _spans(found) for text, found in judged if found.verdict is Verdict.VIOLATION}


def legality(talks: Iterable[tuple[Case, Trajectory]]) -> Legality:
    """Judge every title of the talks anew, by the rules of the industry of the case's advertiser, if it names one.

    Whatever verdict a title carried when it was shown is not believed.
    """
    seen = list(talks)
    illegal = [one for case, talk in seen for one in _of_talk(case, talk)]
    shown = sum(len(turn.titles) for _, talk in seen for turn in talk.turns)
    return Legality(shown=shown, illegal=tuple(illegal))


def _of_talk(case: Case, talk: Trajectory) -> Iterable[IllegalTitle]:
    industry = case.advertiser.industry
    found = violations((title.text for turn in talk.turns for title in turn.titles), industry)
    for number, turn in enumerate(talk.turns, 1):
        for title in turn.titles:
            if title.text in found:
                yield IllegalTitle(
                    case_id=case.id,
                    trial=talk.trial,
                    turn=number,
                    text=title.text,
                    source=title.source,
                    spans=found[title.text],
                    by_rules=load_checker().by_rules(title.text, industry).verdict is Verdict.VIOLATION,
                )


def _spans(found: Compliance) -> tuple[str, ...]:
    return tuple(one.span for one in found.findings if not one.exempt)
