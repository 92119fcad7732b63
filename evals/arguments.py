"""Were the tools called with the arguments that the case implies? Counted for calls whose arguments are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evals.cases import Expect
from evals.records import Observation
from models.text import contains

Arguments = dict[str, Any]
WRITER, PICKER = "generate_titles", "race_titles"


def argument_outcomes(
    talks: Iterable[tuple[Sequence[Expect], Sequence[Observation]]],
) -> dict[str, list[bool]]:
    """For each argument, whether it was as implied, call by call; a turn's first call of a tool counts."""
    found: dict[str, list[bool]] = defaultdict(list)
    for wanted, turns in talks:
        for number, (expect, seen) in enumerate(zip(wanted, turns, strict=False)):
            said = "\n".join(turn.user for turn in turns[: number + 1])
            for name, right in _of_turn(expect, seen, said, turns[:number]):
                found[name].append(right)
    return dict(sorted(found.items()))


def _of_turn(expect: Expect, seen: Observation, said: str, before: Sequence[Observation]) -> Iterable[tuple[str, bool]]:
    calls = {call.name: call.args for call in reversed(seen.tools) if call.args}
    if picked := calls.get(PICKER):
        if expect.count and "pick" in picked:
            yield f"{PICKER}.pick", picked["pick"] == expect.count
        return
    if (args := calls.get(WRITER)) is None:
        return
    if expect.count:
        yield f"{WRITER}.n", args.get("n") == expect.count
    for name, right in _CONDITIONS.items():
        if getattr(expect, name):
            yield f"{WRITER}.{name}", right(expect, args)
    told = [word for word in expect.avoid if contains(said, word)]
    if told:
        yield f"{WRITER}.avoid", all(any(contains(word, one) for one in _words(args, "avoid")) for word in told)
    if expect.keeps:
        base = _base(expect.keeps, before)
        yield f"{WRITER}.base_ids", base is not None and base in args.get("base_ids", ())


def _base(number: int, before: Sequence[Observation]) -> str | None:
    return next((turn.titles[number - 1].id for turn in reversed(before) if len(turn.titles) >= number), None)


def _words(args: Arguments, *names: str) -> list[str]:
    exchanged = [part for pair in args.get("replace", ()) for part in pair]
    return [*(str(word) for name in names for word in args.get(name, ())), *exchanged, str(args.get("prefix") or "")]


def _holds_all(expect: Expect, args: Arguments) -> bool:
    known = _words(args, "must_include")
    return all(any(contains(one, word) for one in known) for word in expect.include_all)


def _holds_any(expect: Expect, args: Arguments) -> bool:
    known = _words(args, "must_include", "include_any", "wished", "keywords")
    return any(contains(one, word) for one in known for word in expect.include_any)


_CONDITIONS: dict[str, Callable[[Expect, Arguments], bool]] = {
    "max_chars": lambda expect, args: args.get("max_chars") == expect.max_chars,
    "min_chars": lambda expect, args: args.get("min_chars") == expect.min_chars,
    "include_all": _holds_all,
    "include_any": _holds_any,
}
