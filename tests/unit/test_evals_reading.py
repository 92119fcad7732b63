"""The planner's own figures: a right reading has no fault, a wrong one names its field."""

import threading
from pathlib import Path

from rich.console import Console

from agent.brief import BriefEdit
from agent.plan import Intent, Plan, PlannerContext, TitleRef
from evals import reading
from evals.cases import Case

CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [
            {"user": "壶 3条 20字内 带“茶” 别写“卷”", "expect": {"intent": "generate", "count": 3, "max_chars": 20,
             "include_all": ["茶"], "avoid": ["卷", "汗"]}},
            {"user": "第二条再短", "expect": {"intent": "refine", "keeps": 2, "max_chars": 20}},
        ],
    }
)  # fmt: skip
FIRST = Plan(
    intent=Intent.GENERATE, edit=BriefEdit(count=3, max_chars=20, include_add=("茶",), avoid_add=("卷",))
)  # fmt: skip
SECOND = Plan(intent=Intent.REFINE, ref=TitleRef(numbers=(2,)))


class Fixed:
    """Reads each message as the next of `plans` and keeps the contexts it was given."""

    name = "fixed"

    def __init__(self, *plans: Plan) -> None:
        self.plans = list(plans)
        self.contexts: list[PlannerContext] = []

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        self.contexts.append(context)
        return self.plans.pop(0)


def test_a_right_reading_has_no_fault_and_the_state_goes_on() -> None:
    planner = Fixed(FIRST, SECOND)
    assert [one.faults for one in reading.read_case(CASE, planner)] == [{}, {}]
    assert planner.contexts[1].brief.max_chars == 20
    assert len(planner.contexts[1].shown[0].texts) == 3
    assert planner.contexts[1].last_intent is Intent.GENERATE


def test_a_wrong_reading_names_its_fields() -> None:
    first, second = reading.read_case(CASE, Fixed(Plan(intent=Intent.MEME), Plan(intent=Intent.GENERATE)))
    assert set(first.faults) == {"intent", "max_chars", "include_all"}
    assert set(second.faults) == {"intent", "keeps", "max_chars"}
    wrong = FIRST.model_copy(update={"edit": BriefEdit(count=5, max_chars=20, include_add=("茶",))})
    assert set(reading.read_case(CASE, Fixed(wrong, SECOND))[0].faults) == {"count", "avoid"}
    figures = reading.shares([first, second])
    assert (figures["intent"].passed, figures["intent"].total) == (0, 2)


def test_the_table_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(CASE.model_dump_json(exclude_defaults=True), encoding="utf-8")
    console = Console(record=True, width=120)
    assert reading.main(path, console=console) == 0
    assert "whole message" in console.export_text()
