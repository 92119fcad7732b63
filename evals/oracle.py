"""An oracle that answers each turn so that all of its checks pass: proof that a case can be passed at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from itertools import product as pairs

from evals.cases import Case, Expect
from evals.checks import TurnView, base_of
from evals.drivers import Conversation
from evals.records import Observation, SeenCall, SeenTitle

_FILL = "山川云海风林月石禾竹松鹤舟桥灯茶"


class OracleDriver:
    """Opens conversations that read the case's own expectations."""

    name = "oracle"

    def open(self, case: Case) -> Conversation:
        return Oracle(case)

    def close(self) -> None:
        """Holds nothing."""


class Oracle:
    """One conversation in which every check passes."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._turns: list[Observation] = []

    def send(self, text: str) -> Observation:
        return self.answer(text, self._case.turns[len(self._turns)].expect)

    def answer(self, text: str, expect: Expect) -> Observation:
        base = base_of(TurnView(expect=expect, seen=Observation(user=text), before=tuple(self._turns)))
        count = expect.count or expect.min_count or (1 if expect.keeps or expect.some_include else 0)
        seen = Observation(
            user=text,
            reply=next((word for word in expect.reply_any), "好的。"),
            intent=str(expect.intent or "generate"),
            titles=tuple(self._title(expect, base, number) for number in range(count)),
            tools=tuple(SeenCall(name=name) for name in expect.tools_any[:1]),
        )
        self._turns.append(seen)
        return seen

    def stop(self) -> None:
        """Never runs long."""

    def _title(self, expect: Expect, base: SeenTitle | None, number: int) -> SeenTitle:
        known = {title.text for turn in self._turns for title in turn.titles}
        text = next(text for text in _texts(expect, number) if text not in known)
        return SeenTitle(
            id=f"{self._case.id}-{len(self._turns)}-{number}",
            text=text,
            product_id=base.product_id if base else None,
            keywords=base.keywords if base else (),
            parent_id=base.id if base else None,
        )


def _texts(expect: Expect, number: int) -> Iterator[str]:
    """Titles for this turn, each different; those of different `number` share none."""
    words = list(expect.include_all)
    for one_of in (expect.include_any, expect.some_include):
        words += [next(word for word in one_of if not _hits(word, expect.avoid))] if one_of else []
    stem = "".join(word for index, word in enumerate(words) if word not in words[:index])
    room = (expect.max_chars or 40) - len(stem)
    fill = [char for char in _FILL if not _hits(char, expect.avoid)]
    ends = ("".join(part) for part in islice(pairs(fill, repeat=min(3, max(room, 0))), number, None, 50))
    padding = fill[0] * max(0, (expect.min_chars or 0) - len(stem) - 3)
    return (stem + padding + end for end in ends)


def _hits(text: str, avoid: tuple[str, ...]) -> bool:
    return any(word.lower() in text.lower() or text in word for word in avoid)
