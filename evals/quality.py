"""Figures about titles and tools that no check asks for: how scores move over turns, variety, and which tools ran."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from evals.cases import Expect
from evals.records import Observation
from models.text import distinct

LATE = 4
SCORES = ("fluency", "style", "quality", "sense")


def scores_by_turn(talks: Iterable[Sequence[Observation]]) -> dict[str, dict[str, float]]:
    """Mean scores of the titles offered in a talk's first, second, third and later writing turns.

    They are the scores the agent ranks by: they show whether rewriting keeps quality, not how good titles are.
    """
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for talk in talks:
        writing = [turn for turn in talk if any(title.scores for title in turn.titles) and _writes(turn)]
        for number, turn in enumerate(writing, 1):
            name = turn_name(number)
            for title in turn.titles:
                sums[name].update({key: title.scores[key] for key in SCORES if key in title.scores})
                sums[name]["titles"] += 1
    return {
        name: {"titles": total["titles"]} | {key: total[key] / total["titles"] for key in SCORES if key in total}
        for name, total in sorted(sums.items())
    }


def turn_name(number: int) -> str:
    """A talk's writing turn, counted from 1; late ones are taken together."""
    return str(number) if number < LATE else f"{LATE}+"


def _writes(turn: Observation) -> bool:
    return any(call.name == "generate_titles" for call in turn.tools)


def variety(talks: Iterable[Sequence[Observation]]) -> dict[str, float]:
    """Distinct character pairs among all pairs, within a list (the mean) and over the run; {} without a list of two."""
    lists = [[title.text for title in turn.titles] for talk in talks for turn in talk if len(turn.titles) > 1]
    if not lists:
        return {}
    within = [distinct(texts) for texts in lists]
    return {
        "distinct-2 within a list": sum(within) / len(within),
        "distinct-2 over the run": distinct([text for texts in lists for text in texts]),
    }


def tool_confusion(turns: Iterable[tuple[Expect, Observation]]) -> dict[str, dict[str, int]]:
    """Per wanted tools (any of them) the tools that ran; `none` where none did. A tool counts once a turn."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for expect, seen in turns:
        if expect.tools_any:
            ran = list(dict.fromkeys(call.name for call in seen.tools if call.status != "failed"))
            table[" | ".join(expect.tools_any)].update(ran or ["none"])
        for name in expect.tools_none:
            table[f"not {name}"].update([name if any(call.name == name for call in seen.tools) else "none"])
    return {wanted: dict(got.most_common()) for wanted, got in sorted(table.items())}
