"""How many titles that the advertiser was shown break the law, by the compliance check of the tools."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from evals.cases import Case
from evals.records import Trajectory
from models.types import Verdict
from tools.compliance import check_many


class IllegalTitle(BaseModel):
    """A title that was shown and is a violation; `spans` are the words that make it one."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    trial: int
    turn: int
    text: str
    source: str
    spans: tuple[str, ...]


class Legality(BaseModel):
    """`shown`: titles of all turns, one shown again in a later turn counting again."""

    model_config = ConfigDict(frozen=True)

    shown: int = 0
    illegal: tuple[IllegalTitle, ...] = ()

    @property
    def told(self) -> str:
        return f"{len(self.illegal)} of {self.shown}"


def legality(talks: Iterable[tuple[Case, Trajectory]]) -> Legality:
    """Judge every title of the talks anew, by the rules of the industry of the case's advertiser, if it names one.

    Whatever verdict a title carried when it was shown is not believed.
    """
    seen = [
        (case, talk.trial, number, title)
        for case, talk in talks
        for number, turn in enumerate(talk.turns, 1)
        for title in turn.titles
    ]
    asked = list(dict.fromkeys((title.text, case.advertiser.industry) for case, _, _, title in seen))
    judged = check_many([text for text, _ in asked], [industry for _, industry in asked])
    verdicts = dict(zip(asked, judged, strict=True))
    illegal = []
    for case, trial, turn, title in seen:
        verdict = verdicts[title.text, case.advertiser.industry]
        if verdict.verdict is Verdict.VIOLATION:
            spans = tuple(found.span for found in verdict.findings if not found.exempt)
            illegal.append(
                IllegalTitle(case_id=case.id, trial=trial, turn=turn, text=title.text, source=title.source, spans=spans)
            )
    return Legality(shown=len(seen), illegal=tuple(illegal))
