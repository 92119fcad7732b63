"""Everything that racing promises, measured, in one table. What was not run says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rich.table import Table

from evals.bench.bars import verdict

AIMS = (0.30, 0.55, 0.70)
DECISIONS_BAR, PERSONAL_BAR, EVENTS_BAR, GROWTH_BAR = 20_000, 2_000, 50_000, 20
LINEAR = 1.1
"""Time for 250 arms beside five times that for 50, at most."""
OWN = "ttts, text prior"
KILL_TESTS = "pytest tests/contract/test_racing_store.py -k sigkill"


class Row(NamedTuple):
    """`met` is none where there is no bar, or nothing was measured."""

    what: str
    measured: str
    bar: str = ""
    met: bool | None = None


def summary_table(figures: Mapping[str, Any]) -> Table:
    table = Table("what was asked", "measured", "bar", "", title="Racing, in one table")
    for row in rows(figures):
        table.add_row(row.what, row.measured, row.bar, verdict(row.met))
    return table


def rows(figures: Mapping[str, Any]) -> list[Row]:
    """From the figures that `evals.bench.racing` gathers: speed, null, and with data replay, peers, conditions, ope."""
    return [
        *_replay(figures.get("replay"), figures.get("peers")),
        *_conditions(figures.get("conditions")),
        *_null(figures["null"]),
        *_ope(figures.get("ope")),
        *_speed(figures["speed"]),
        Row("SIGKILL in ingestion and decisions: none lost, none doubled", KILL_TESTS, "passes"),
    ]


def _replay(replay: Any, peers: Any) -> Iterator[Row]:
    if replay is None:
        yield Row("share of the oracle's gain on real tests", "not run: no data")
        return
    kept = replay["policies"][OWN]["share"]
    for budget, share, aim in zip(replay["budgets"], kept, AIMS, strict=True):
        yield Row(
            f"share of the oracle's gain at {budget:,} impressions, {replay['tests']} tests",
            f"{share:.3f}",
            f">= {aim:.2f}",
            share >= aim,
        )
    if peers is None:
        yield Row("ahead of MABWiser's best at every budget", "not run: mabwiser is not installed")
        return
    others = [max(found) for found in zip(*(peers[name] for name in peers if "MABWiser" in name), strict=True)]
    ahead = [own > other for own, other in zip(peers[OWN], others, strict=True)]
    told = ", ".join(f"{own:.3f} : {other:.3f}" for own, other in zip(peers[OWN], others, strict=True))
    yield Row("beside MABWiser's best at the same budgets", told, "ahead", all(ahead))


def _conditions(conditions: Any) -> Iterator[Row]:
    for name, kept in (conditions or {"late clicks, drift, churn": None}).items():
        yield Row(f"at 20,000: {name}", "not run: no data" if kept is None else f"{kept[OWN]:.3f}")


def _null(null: Mapping[str, float]) -> Iterator[Row]:
    false, covered = null["false_winners"], null["covered"]
    yield Row(f"equal arms: false winners, {null['races']:,} races", f"{false:.1%}", "<= 5 %", false <= 0.05)
    yield Row("equal arms: anytime intervals right", f"{covered:.1%}", ">= 95 %", covered >= 0.95)
    unequal = null["unequal_covered"]
    yield Row("unequal arms: anytime intervals right", f"{unequal:.1%}", ">= 95 %", unequal >= 0.95)


def _ope(ope: Any) -> Iterator[Row]:
    what = "off-policy estimates (IPS, SNIPS, DR) that cover the on-policy value"
    if ope is None:
        yield Row(what, "not run: no data")
    else:
        yield Row(what, f"{ope['agree']} of {ope['of']}", "all", ope["agree"] == ope["of"])


def _speed(speed: Mapping[str, Any]) -> Iterator[Row]:
    for what, name, bar in (
        ("decisions a second, 50 arms, in memory", "decisions", DECISIONS_BAR),
        ("decisions a second, 50 arms, propensities stored", "stored_decisions", DECISIONS_BAR),
        ("decisions a second for 576 kinds of viewers, stored", "personal_decisions", PERSONAL_BAR),
        ("events a second, stored in batches", "events", EVENTS_BAR),
    ):
        yield Row(what, f"{speed[name]:,.0f}", f">= {bar:,}", speed[name] >= bar)
    yield Row("one decision, stored, p99", f"{speed['single_p99_s'] * 1e3:.2f} ms")
    arms: Mapping[int, float] = {int(count): value for count, value in speed["by_arms"].items()}
    growth = _growth(arms)
    told = ", ".join(f"{value:.1f} with {count}" for count, value in arms.items())
    yield Row("microseconds a decision by arms", told, "linear", growth <= LINEAR)
    yield Row(
        f"memory gained over {speed['grown_over']:,} events",
        f"{speed['grown_mb']:.1f} MB",
        f"< {GROWTH_BAR} MB",
        speed["grown_mb"] < GROWTH_BAR,
    )


def _growth(arms: Mapping[int, float]) -> float:
    """How much more than in proportion the time grows between the two largest numbers of arms."""
    counts: Sequence[int] = sorted(arms)[-2:]
    return (arms[counts[1]] / arms[counts[0]]) / (counts[1] / counts[0])
