"""What a run has of each bar, and the wall time that its folder keeps."""

from pathlib import Path

import pytest
from rich.console import Console

from evals import clock, dialogues
from evals.bars import bars
from evals.cases import Case
from evals.clock import CLOCK, Stretch, Watch, load_clock, one_clock, told
from evals.metrics import Summary, summarise
from evals.records import Observation, SeenCall, SeenTitle, Trajectory
from evals.report import html, markdown, show

BEGAN = "2026-01-05T08:00:00Z"
CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶", "facts": ["容量450ml"]}]},
        "turns": [{"user": "来2条", "expect": {"tools_any": ["generate_titles"]}}],
    }
)


def _stretch(seconds: float, talks: int) -> Stretch:
    return Stretch.model_validate({"began": BEGAN, "seconds": seconds, "talks": talks, "in_flight": 8})


def _run(trial: int, *texts: str, tool: str = "generate_titles", plan: float | None = 0.5) -> Trajectory:
    titles = tuple(SeenTitle(id=text, text=text) for text in texts)
    seen = Observation(user="来2条", titles=titles, tools=(SeenCall(name=tool),), plan_seconds=plan)
    return Trajectory(case_id="a", trial=trial, seed=0, driver="agent", turns=(seen,))


def _standings(summary: Summary) -> dict[str, str]:
    return {one.what: one.standing for one in bars(summary)}


GOOD = [_run(trial, "周末煮一壶茶", "一壶450ml刚好") for trial in range(100)]


def test_a_good_run_meets_every_bar() -> None:
    summary = summarise([CASE], GOOD, clock=[_stretch(720.0, 100)])
    assert set(_standings(summary).values()) == {"met"}
    assert [one.limit for one in bars(summary)] == [
        ">= 0.9", ">= 0.8", ">= 0.97", ">= 0.97", "<= 0", "<= 0", "<= 0.7", "<= 12",
    ]  # fmt: skip
    assert bars(summary)[-1].value == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("talks", "what"),
    [
        ([_run(0), _run(1, tool="save_titles"), _run(2)], {"pass^1", "pass^3", "turns", "tool choice"}),
        ([*GOOD[:2], _run(2, "一壶煮了99杯")], {"titles that invent a number"}),
        ([*GOOD[:2], _run(2, "全网最好的壶，没有之一")], {"illegal titles shown", "pass^1", "pass^3", "turns"}),
        ([_run(number, "周末煮一壶茶", plan=0.9) for number in range(3)], {"planner, median"}),
    ],
)
def test_a_run_misses_the_bars_that_it_falls_short_of(talks: list[Trajectory], what: set[str]) -> None:
    found = _standings(summarise([CASE], talks, clock=[_stretch(20.0, 3)]))
    assert {name for name, standing in found.items() if standing == "missed"} == what


def test_a_slow_run_misses_its_time() -> None:
    assert _standings(summarise([CASE], GOOD, clock=[_stretch(721.0, 100)]))["100 dialogues, wall time"] == "missed"
    few = summarise([CASE], GOOD[:99], clock=[_stretch(2.0, 99)])
    assert _standings(few)["100 dialogues, wall time"] == "not measured"


def test_what_a_run_does_not_have_is_not_measured() -> None:
    found = _standings(summarise([CASE], [_run(0, plan=None)]))
    missing = {"pass^3", "titles that invent a number", "illegal titles shown", "planner, median"}
    assert {name for name, standing in found.items() if standing == "not measured"} == {
        *missing,
        "100 dialogues, wall time",
    }
    assert set(_standings(summarise([CASE], [])).values()) == {"not measured"}


def test_the_bars_are_told_beside_the_figures() -> None:
    summary = summarise([CASE], [*GOOD[:2], _run(2, "一壶煮了99杯", plan=None)])
    text = markdown(summary)
    assert "| pass^1 | 1.000 | >= 0.9 | met |" in text
    assert "| titles that invent a number | 1 of 5 titles | <= 0 | missed |" in text
    assert "| 100 dialogues, wall time | - | <= 12 | not measured |" in text and "wall time: not taken" in text
    assert "<td>1 of 5 titles</td><td>&lt;= 0</td><td>missed</td>" in html(summary)
    console = Console(record=True, width=160)
    show(summary, console)
    assert "not measured" in console.export_text()


def test_the_time_of_a_resumed_run_is_not_one_clock() -> None:
    halves = [_stretch(60.0, 60), _stretch(90.0, 40)]
    assert one_clock(halves, 100) is None and one_clock([_stretch(60.0, 2)], 3) is None
    summary = summarise([CASE], GOOD, clock=halves)
    assert _standings(summary)["100 dialogues, wall time"] == "not measured"
    assert "not one clock, as the run was resumed: 1.0 + 1.5 min for 100 of 100 talks" in markdown(summary)
    assert told([_stretch(90.0, 3)], 3) == "wall time: 1.5 min for 3 talks, 8 in flight"


def test_the_time_is_kept_talk_by_talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([100.0, 103.0, 107.5])
    monkeypatch.setattr(clock.time, "perf_counter", lambda: next(now))
    watch = Watch(tmp_path, in_flight=4)
    assert load_clock(tmp_path) == ()
    watch.ended(GOOD[0])
    assert [(one.seconds, one.talks) for one in load_clock(tmp_path)] == [(3.0, 1)]
    watch.ended(GOOD[1].model_copy(update={"infrastructure": "no server"}))
    (one,) = load_clock(tmp_path)
    assert (one.seconds, one.talks, one.in_flight) == (7.5, 1, 4)


def test_a_runs_folder_keeps_its_wall_time(tmp_path: Path) -> None:
    cases, out, console = tmp_path / "cases.jsonl", tmp_path / "run", Console(quiet=True)
    dump = CASE.model_dump_json(exclude_defaults=True)
    cases.write_text(dump + "\n" + dump.replace('"id":"a"', '"id":"b"', 1) + "\n", encoding="utf-8")
    assert dialogues.main(cases, run=dialogues.Run(driver="oracle", in_flight=2), out=out, console=console) == 0
    (one,) = load_clock(out)
    assert (one.talks, one.in_flight) == (2, 2) and one.seconds > 0
    report = (out / "report.md").read_text("utf-8")
    assert "wall time: 0.0 min for 2 talks, 2 in flight" in report
    assert dialogues.resume(out, console=console) == 0, "nothing is left to run"
    assert load_clock(out) == (one,)
    assert dialogues.rescore(out, console=console) == 0
    assert (out / "report.md").read_text("utf-8") == report
    saved = out / "trajectories.jsonl"
    saved.write_text(saved.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert dialogues.resume(out, console=console) == 0
    assert [stretch.talks for stretch in load_clock(out)] == [2, 1]
    assert "not one clock" in (out / "report.md").read_text("utf-8")
    (out / CLOCK).unlink()
    assert dialogues.rescore(out, console=console) == 0, "runs of before kept no time"
    assert "wall time: not taken" in (out / "report.md").read_text("utf-8")
