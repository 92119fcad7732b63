"""Measures the planner alone: `python -m evals.reading --cases PATH`.

Each message is read in the state that the case says it should be in (titles come from the oracle, earlier readings
from the planner itself), and what was read is compared with what the case's checks imply.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.table import Table

from agent.brief import Brief, apply_edit
from agent.conflicts import find_conflict
from agent.plan import WRITING, Intent, Plan, Planner, PlannerContext, ShownList
from evals.cases import Case, Expect, load_cases
from evals.oracle import OracleDriver
from evals.statistics import Share, wilson
from models.text import contains


class Reading(BaseModel):
    """One message, what the case implies and what the planner read. `faults` maps a field to what is wrong."""

    model_config = ConfigDict(frozen=True)

    case_id: str
    turn: int
    user: str
    plan: Plan
    brief: Brief
    compared: tuple[str, ...]
    faults: dict[str, str]


def read_case(case: Case, planner: Planner) -> list[Reading]:
    """Read every message of a case."""
    titles = OracleDriver().open(case)
    context = PlannerContext(advertiser=case.advertiser)
    said, readings = "", []
    for index, turn in enumerate(case.turns):
        said += turn.user + "\n"
        plan = planner.plan(turn.user, context)
        brief = apply_edit(context.brief, plan.edit)
        seen = titles.send(turn.user)
        checks = {name: check for name, check in FIELDS.items() if getattr(turn.expect, name) not in (None, ())}
        faults = {name: fault for name, check in checks.items() if (fault := check(turn.expect, plan, brief, said))}
        readings.append(
            Reading(
                case_id=case.id, turn=index + 1, user=turn.user, plan=plan, brief=brief,
                compared=tuple(checks), faults=faults,
            )
        )  # fmt: skip
        intent = turn.expect.intent or plan.intent
        shown = context.shown
        if seen.titles:
            ids, texts = tuple(title.id for title in seen.titles), tuple(title.text for title in seen.titles)
            shown = (*shown, ShownList(turn=index, intent=intent, title_ids=ids, texts=texts))
        context = context.model_copy(
            update={
                "brief": brief,
                "shown": shown,
                "last_intent": intent,
                "asked": turn.user if intent is Intent.ENTITY else None,
                "racing": context.racing or intent is Intent.RACE,
                "memes_shown": ("摸鱼", "打工人", "绝绝子") if intent is Intent.MEME else context.memes_shown,
            }
        )
    return readings


def shares(readings: Sequence[Reading]) -> dict[str, Share]:
    """How often each field was read as implied."""
    groups: dict[str, list[bool]] = defaultdict(list)
    for reading in readings:
        for name in reading.compared:
            groups[name].append(name not in reading.faults)
        groups["whole message"].append(not reading.faults)
    return {name: wilson(sum(values), len(values)) for name, values in groups.items()}


def main(cases: Path, *, console: Console | None = None) -> int:
    """Print the table and every fault."""
    from agent.assembly import Settings
    from agent.planner import build_planner
    from agent.roles import open_reader

    console = console or Console()
    with ExitStack() as stack:
        planner = build_planner(open_reader(Settings(), stack))
        readings = [reading for case in load_cases(cases) for reading in read_case(case, planner)]
    table = Table("field", "right", "share", "95 % interval", title=f"{planner.name} on {cases.name}")
    for name, share in shares(readings).items():
        table.add_row(name, f"{share.passed}/{share.total}", f"{share.value:.3f}", f"{share.low:.2f}-{share.high:.2f}")
    console.print(table)
    for reading in readings:
        if reading.faults:
            console.print(_told(reading), markup=False, highlight=False, soft_wrap=True)
    return 0


def _intent(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    conflict = plan.conflict or (find_conflict(brief) if plan.intent in WRITING else None)
    read = Intent.CLARIFY if conflict else plan.intent
    return None if read == expect.intent else f"{read}, wanted {expect.intent}"


def _count(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    read = _picked(plan) if Intent.RACE in (plan.intent, *plan.then) else _offered(plan, brief)
    return None if read in (expect.count, None) else f"{read}, wanted {expect.count}"


def _picked(plan: Plan) -> int | None:
    ref = plan.ref
    return plan.pick or (ref and (len(ref.numbers) or ref.take)) or None


def _offered(plan: Plan, brief: Brief) -> int | None:
    if plan.intent is Intent.REFINE and plan.ref and plan.edit.count is None:
        return None if plan.ref.all or not plan.ref.numbers else len(plan.ref.numbers)
    return brief.count if plan.edit.count or plan.intent is Intent.GENERATE else None


def _max_chars(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    if plan.intent is Intent.RACE:
        return None
    return None if brief.max_chars == expect.max_chars else f"{brief.max_chars}, wanted {expect.max_chars}"


def _min_chars(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    return None if brief.min_chars == expect.min_chars else f"{brief.min_chars}, wanted {expect.min_chars}"


def _include_all(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    if plan.intent in (Intent.RACE, Intent.ASSOCIATE) and not plan.query:
        return None  # the titles or the text are those of before
    known = [*brief.must_include, plan.query or ""]
    known += [text for pair in (plan.change.replace if plan.change else ()) for text in pair]
    lost = [word for word in expect.include_all if not any(contains(text, word) for text in known)]
    return f"{lost} not among {brief.must_include}" if lost else None


def _avoid(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    if plan.intent not in (Intent.GENERATE, Intent.REFINE):
        return None
    dropped = [pair[0] for pair in (plan.change.replace if plan.change else ())]
    known = [*brief.avoid, *dropped]
    asked = [word for word in expect.avoid if f"“{word}”" in said]
    lost = [word for word in asked if not any(contains(word, text) for text in known)]
    return f"{lost} not among {brief.avoid}" if lost else None


def _keeps(expect: Expect, plan: Plan, brief: Brief, said: str) -> str | None:
    return None if plan.ref and (plan.ref.numbers or plan.ref.by) else f"refers to {plan.ref}, wanted #{expect.keeps}"


FIELDS: dict[str, Callable[[Expect, Plan, Brief, str], str | None]] = {
    "intent": _intent,
    "count": _count,
    "max_chars": _max_chars,
    "min_chars": _min_chars,
    "include_all": _include_all,
    "avoid": _avoid,
    "keeps": _keeps,
}


def _told(reading: Reading) -> str:
    plan = reading.plan.model_dump(mode="json", exclude_defaults=True, exclude={"sources"})
    faults = "; ".join(f"{name}: {fault}" for name, fault in reading.faults.items())
    return f"- {reading.case_id}.{reading.turn} {reading.user[:160]!r}\n  {faults}\n  plan {plan}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="evals.reading", description=__doc__)
    parser.add_argument("--cases", type=Path, required=True)
    sys.exit(main(parser.parse_args().cases))
