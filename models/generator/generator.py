"""Best of many: draw candidates from several sources, filter them in code, score them, keep the best few."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from models.generator.bank import Bank
from models.generator.patterns import PatternBank
from models.generator.ranking import TitleScorers
from models.generator.request import Generation, TitleRequest
from models.generator.search import Law, Search, Sources
from models.generator.sense import SenseJudge
from models.llm import LanguageModel
from models.types import Title

OnTitle = Callable[[Title], None]


class Generator:
    """Writes titles with a language model; without one, from its other sources only. Safe to share between threads."""

    def __init__(
        self,
        model: LanguageModel | None,
        bank: Bank,
        *,
        patterns: PatternBank | None = None,
        scorers: TitleScorers | None = None,
        judge: SenseJudge | None = None,
        law: Law | None = None,
        seconds: float = 2.0,
        rerank: bool = True,
    ) -> None:
        """`seconds`: after this long no further round is drawn once there are enough titles.

        Without `rerank` the first titles that hold are taken, in the order drawn: a baseline.
        """
        self._sources = Sources(model, bank, patterns, scorers, judge, law, seconds, rerank)

    def generate(self, keywords: Sequence[str], n: int, **constraints: Any) -> list[Title]:
        """`n` titles (fewer where that many cannot be found); `constraints` are fields of TitleRequest."""
        return self.draw(TitleRequest(keywords=tuple(keywords), **constraints), n).titles

    def draw(
        self,
        request: TitleRequest,
        n: int,
        *,
        candidates: Sequence[Title] = (),
        cancel: threading.Event | None = None,
        on_title: OnTitle | None = None,
    ) -> Generation:
        """Up to `n` distinct titles that hold every constraint, best first.

        `candidates` are proven titles that compete with the new ones, as they are or with this request's keyword.
        `on_title` is called with each title of the result. Setting `cancel` ends drawing; what was found is returned.
        """
        search = Search(self._sources, request, n, candidates, cancel)
        titles = search.run()
        for title in titles:
            if on_title is not None:
                on_title(title)
        return Generation(
            titles=titles,
            drawn=search.drawn,
            rejected=dict(search.rejected),
            seconds=time.monotonic() - search.started,
            tokens=search.tokens,
            note=search.note(len(titles)),
        )
