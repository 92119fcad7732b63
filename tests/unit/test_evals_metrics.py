"""The figures, against values worked out by hand."""

from pathlib import Path

import pytest
from rich.console import Console

from evals import legality
from evals.cases import Case
from evals.metrics import Summary, summarise
from evals.records import Observation, SeenCall, SeenTitle, Trajectory
from evals.report import markdown, show, write
from evals.statistics import clustered_error, clustered_share, mean_interval, pass_hat_k, quantiles, wilson
from tools.compliance import check

CASE = Case.model_validate(
    {
        "id": "a",
        "tags": ["meme"],
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [{"user": "搜梗", "expect": {"intent": "meme", "tools_any": ["search_memes"]}}],
    }
)
GOOD = Observation(user="搜梗", intent="meme", tools=(SeenCall(name="search_memes"),), seconds=2.0, first_event=0.2)
BAD = GOOD.model_copy(update={"intent": "generate", "seconds": 4.0})


def _run(trial: int, turn: Observation, case: str = "a") -> Trajectory:
    return Trajectory(case_id=case, trial=trial, seed=trial, driver="agent", turns=(turn,))


def test_wilson_interval() -> None:
    share = wilson(8, 10)
    assert (share.value, round(share.low, 4), round(share.high, 4)) == (0.8, 0.4902, 0.9433)
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0.0, 1.0)


def test_turns_of_one_case_count_less_where_they_fail_together() -> None:
    together = clustered_share([[True] * 6] * 8 + [[False] * 6] * 2)
    naive = wilson(48, 60)
    assert (together.passed, together.total, together.value) == (48, 60, 0.8)
    assert together.high - together.low > 2 * (naive.high - naive.low)
    size = 0.8 * 0.2 / ((8 * 1.2**2 + 2 * 4.8**2) / 60**2 * 10 / 9)
    assert size == pytest.approx(9)
    middle = (0.8 + 1.959963984540054**2 / 18) / (1 + 1.959963984540054**2 / 9)
    assert (together.low + together.high) / 2 == pytest.approx(middle)


def test_outcomes_that_do_not_cling_together_keep_their_number() -> None:
    assert clustered_share([[True]] * 8 + [[False]] * 2).low == pytest.approx(wilson(8, 10).low, abs=0.03)
    spread = clustered_share([[True, False]] * 20)
    assert (spread.low, spread.high) == (wilson(20, 40).low, wilson(20, 40).high), "never more than there are"


def test_where_all_outcomes_are_alike_each_case_counts_once() -> None:
    assert clustered_share([[True] * 50]) == wilson(1, 1).model_copy(update={"passed": 50, "total": 50})
    assert clustered_share([[True] * 3] * 10).low == wilson(10, 10).low
    assert clustered_share([[], []]) == wilson(0, 0)


def test_turns_are_told_by_their_place_in_the_talk() -> None:
    turns = CASE.turns * 11
    long = CASE.model_copy(update={"id": "long", "turns": turns})
    cut = Trajectory(case_id="long", trial=0, seed=0, driver="agent", turns=(GOOD, BAD, *[GOOD] * 8))
    summary = summarise([CASE, long], [_run(0, GOOD), cut])
    found = {name: (share.passed, share.total) for name, share in summary.by_place.items()}
    assert found == {"1": (2, 2), "2": (0, 1), **{str(number): (1, 1) for number in range(3, 9)}, "9+": (2, 3)}
    assert sum(share.total for share in summary.by_place.values()) == summary.turns.total
    text = markdown(summary)
    assert "| turn 2 | 0/1 | 0.000 |" in text
    assert text.index("## Overall") < text.index("## Turns by their place in the talk") < text.index("## Arguments")


def test_the_shares_of_a_run_are_clustered_by_case() -> None:
    names = [f"c{number}" for number in range(6)]
    cases = [CASE.model_copy(update={"id": name}) for name in names]
    talks = [_run(trial, BAD if name == "c0" else GOOD, name) for name in names for trial in range(4)]
    summary = summarise(cases, talks)
    wanted = clustered_share([[name != "c0"] * 4 for name in names])
    assert wanted.low < wilson(20, 24).low
    assert summary.turns == summary.by_intent["meme"] == summary.by_check["intent"] == summary.by_tag["meme"] == wanted
    assert summary.runs == wanted
    assert summary.tool_choice.low == wilson(6, 6).low


@pytest.mark.parametrize(
    ("passes", "runs", "k", "value"), [(3, 4, 1, 0.75), (3, 4, 2, 0.5), (2, 4, 3, 0.0), (4, 4, 4, 1)]
)
def test_pass_hat_k(passes: int, runs: int, k: int, value: float) -> None:
    assert pass_hat_k(passes, runs, k) == value


def test_clustered_error_counts_cases_not_runs() -> None:
    assert clustered_error([[True, True], [False, False]]) == pytest.approx((0.5**0.5) / 2)
    assert clustered_error([[True, False], [True, False]]) == 0.0


def test_the_interval_of_pass_k_counts_cases() -> None:
    found = mean_interval([1.0, 0.0, 1.0, 1.0])
    half = 1.959963984540054 * (0.25 / 4) ** 0.5
    assert found == (0.75, pytest.approx(0.75 - half), pytest.approx(0.75 + half))
    assert found.of_shares == (pytest.approx(0.75 - half), 1.0)
    assert mean_interval([0.4]) == (0.4, 0.4, 0.4)
    with pytest.raises(ValueError, match="needs values"):
        mean_interval([])


def test_quantiles_take_the_nearest_rank() -> None:
    assert quantiles([3, 1, 2]) == {"p50": 2, "p90": 3, "p95": 3, "p99": 3, "max": 3}
    assert quantiles([]) == {}


def test_a_run_is_added_up() -> None:
    lost = Trajectory(case_id="a", trial=9, seed=9, driver="agent", infrastructure="no server")
    summary = summarise([CASE], [_run(0, GOOD), _run(1, BAD), lost])
    assert summary.pass_hat == {1: 0.5, 2: 0.0}
    assert (summary.runs.passed, summary.runs.total) == (1, 2)
    assert summary.tool_choice.value == 1.0
    assert summary.by_check["intent"].passed == 1
    assert summary.confusion == {"meme": {"meme": 1, "generate": 1}}
    assert summary.tools == {"search_memes": {"search_memes": 2}}
    assert summary.turn_seconds["max"] == 4.0
    assert summary.infrastructure == ["a: no server"]
    assert [(one.trial, one.turn, one.key) for one in summary.failures] == [(1, 1, "intent")]


def test_the_report_shows_what_failed(tmp_path: Path) -> None:
    crashed = Observation(user="搜梗", status="crashed", error="KeyError: 'x'")
    summary = summarise([CASE], [_run(0, crashed)])
    write(summary, tmp_path)
    console = Console(record=True, width=140)
    show(summary, console)
    for text in (markdown(summary), console.export_text(), (tmp_path / "report.md").read_text(encoding="utf-8")):
        assert "KeyError: 'x'" in text
        assert "pass^1 0.000" in text
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "pass^1" in page and "<svg" in page and "KeyError: &#x27;x&#x27;" in page
    assert (tmp_path / "summary.json").stat().st_size > 0


def test_the_95th_percentile_is_the_nearest_rank() -> None:
    found = quantiles(list(map(float, range(1, 101))))
    assert (found["p90"], found["p95"], found["p99"]) == (90, 95, 99)


def test_tokens_of_whole_turns_and_the_planners_seconds_are_told() -> None:
    call = SeenCall(name="generate_titles", tokens=120)
    told = [
        GOOD.model_copy(
            update={"tools": (call,), "plan_seconds": 0.4, "tokens": {"calls": 3, "prompt": 900, "written": 150}}
        ),
        GOOD.model_copy(update={"plan_seconds": 0.8, "tokens": {"calls": 1, "prompt": 100, "written": 10}}),
        GOOD.model_copy(update={"tokens": {"calls": 0, "prompt": 0, "written": 0}}),
    ]
    summary = summarise([CASE], [_run(trial, turn) for trial, turn in enumerate(told)])
    found = summary.usage
    assert (found.planner_seconds["p50"], found.planner_seconds["p95"]) == (0.4, 0.8)
    assert (found.told, found.total) == (3, {"calls": 4, "prompt": 1000, "written": 160})
    assert (found.written["p50"], found.beside["max"], found.drafts["p50"]) == (10, 30, 120)
    text = markdown(summary)
    assert "| planner | 0.40 | 0.80 | 0.80 |" in text
    assert "| tokens of a turn's prompts | 100 | 900 |" in text and "calls 4, prompt 1000, written 160" in text


def test_a_run_saved_before_turns_told_their_tokens_is_read_and_scored() -> None:
    old = Trajectory.model_validate_json(
        '{"case_id": "a", "trial": 0, "seed": 0, "driver": "agent", "turns": [{"user": "搜梗", "intent": "meme", '
        '"tools": [{"name": "search_memes", "tokens": 7}], "seconds": 2.0, "first_event": 0.2}]}'
    )
    summary = summarise([CASE], [old])
    assert summary.pass_hat == {1: 1.0} and summary.usage.drafts["p50"] == 7
    assert (summary.usage.told, summary.usage.planner_seconds) == (0, {})
    assert "| planner |" not in markdown(summary) and "the turns tell no tokens" in markdown(summary)


def _shown(case: str, *texts: str, trial: int = 0) -> Trajectory:
    titles = tuple(SeenTitle(id=str(number), text=text) for number, text in enumerate(texts))
    return _run(trial, Observation(user="来两条", titles=titles), case)


def test_titles_that_break_the_law_are_counted_and_told(tmp_path: Path) -> None:
    talks = [_shown("a", "全网最好的壶，没有之一", "周末煮一壶茶"), _shown("a", "全网最好的壶，没有之一", trial=1)]
    summary = summarise([CASE], talks)
    assert (len(summary.legality.illegal), summary.legality.shown) == (2, 3)
    assert [(one.trial, one.turn, one.text) for one in summary.legality.illegal] == [
        (0, 1, "全网最好的壶，没有之一"),
        (1, 1, "全网最好的壶，没有之一"),
    ]
    assert "最好" in "".join(summary.legality.illegal[0].spans)
    write(summary, tmp_path)
    console = Console(record=True, width=200)
    show(summary, console)
    printed = console.export_text()
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "illegal titles shown: 2 of 3" in printed and "illegal titles shown │ 2 of 3" in printed
    assert "| illegal titles shown | 2 of 3 |" in markdown(summary) and "agent's own lawbook" in markdown(summary)
    assert "<td>illegal titles shown</td><td>2 of 3</td>" in page and "全网最好的壶，没有之一" in page
    assert Summary.model_validate_json((tmp_path / "summary.json").read_text(encoding="utf-8")) == summary


def test_an_illegal_title_fails_its_case_although_no_check_asks_for_it() -> None:
    asked = Case.model_validate(CASE.model_dump() | {"turns": [{"user": "来一条", "expect": {"count": 1}}]})
    summary = summarise([asked], [_shown("a", "周末煮一壶茶"), _shown("a", "全网最好的壶，没有之一", trial=1)])
    assert summary.pass_hat == {1: 0.5, 2: 0.0}
    assert (summary.by_check["legal"].passed, summary.by_check["legal"].total) == (1, 2)
    assert summary.by_check["count"].passed == 2
    (failure,) = summary.failures
    assert (failure.trial, failure.key) == (1, "legal") and "最好" in failure.detail


def test_the_written_rules_are_counted_apart_from_the_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    guessed = "周末煮一壶茶"
    violation = check("全网最好的壶")
    monkeypatch.setattr(
        legality,
        "check_many",
        lambda texts, _industry: [violation if text == guessed else check(text) for text in texts],
    )
    found = summarise([CASE], [_shown("a", guessed, "全网最好的壶，没有之一")]).legality
    assert [one.by_rules for one in found.illegal] == [False, True]
    assert (found.told, found.told_by_rules) == ("2 of 2", "1 of 2")


def test_titles_are_judged_by_the_rules_of_the_advertisers_industry() -> None:
    text = "学完必过考试"
    account = CASE.advertiser.model_copy(update={"industry": "教育"})
    ruled = CASE.model_copy(update={"id": "b", "advertiser": account})
    summary = summarise([CASE, ruled], [_shown("a", text), _shown("b", text)])
    assert [one.case_id for one in summary.legality.illegal] == ["b"]
    assert summary.legality.told == "1 of 2"


def test_a_run_without_titles_shows_none_that_is_illegal() -> None:
    assert summarise([CASE], [_run(0, GOOD)]).legality.told == "0 of 0"
