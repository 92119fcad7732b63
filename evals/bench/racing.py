"""Racing: gain kept on real headline tests, and speed. `python -m evals.bench.racing --data DIR`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from evals.bench.ope import FILES, compare
from evals.bench.racing_conditions import CONDITIONS, conditioned_share, null_figures
from evals.bench.racing_peers import installed, peer_shares
from evals.bench.racing_prior import TextPrior, Vectors
from evals.bench.racing_replay import BUDGETS, Lane, shares
from evals.bench.racing_speed import measure
from evals.bench.racing_summary import AIMS, rows, summary_table
from evals.bench.racing_trials import Trial, by_week, read_trials
from tools.racing import RaceRules
from tools.racing.policies import EpsilonGreedy, Policy, Thompson, TopTwoThompson, Ucb1, Uniform

FILE, VECTORS = "upworthy_ab_tests.parquet", "racing-vectors.npz"
CONDITIONED = ("ttts, text prior", "ttts, one prior for all", "thompson, Beta(1, 1)", "greedy")
PRIOR_CLICKS = 3.0
"""Pseudo-clicks that the text prior is worth, chosen on the weeks between those fitted on and those replayed."""


def lanes(prior: TextPrior) -> list[Lane]:
    """What is replayed. Top-two lanes run with a race's own floor, fading and learned level; the others are plain."""
    rules = RaceRules()
    weight = PRIOR_CLICKS / prior.level

    def own(name: str, policy: Policy, rates: str, worth: float) -> Lane:
        return Lane(name, policy, rates, worth, levelled=True, floor=rules.floor, half_life=rules.half_life)

    return [
        own("ttts, text prior", TopTwoThompson(), "text", weight),
        own("ttts, one prior for all", TopTwoThompson(), "pooled", weight),
        own("ttts, no prior", TopTwoThompson(), "default", Lane.prior_weight),
        own("ttts, no prior, plain posterior", TopTwoThompson(sharpness=1.0, early=1.0), "default", Lane.prior_weight),
        Lane("thompson, Beta(1, 30)", Thompson()),
        Lane("thompson, Beta(1, 1)", Thompson(), "flat", 2.0),
        Lane("ucb1", Ucb1()),
        Lane("greedy", EpsilonGreedy(0.0)),
        Lane("uniform", Uniform()),
    ]


def sample(trials: Sequence[Trial], count: int, seed: int) -> list[Trial]:
    """`count` of the trials, or all."""
    if count >= len(trials):
        return list(trials)
    return [trials[i] for i in sorted(np.random.default_rng(seed).choice(len(trials), count, replace=False))]


@dataclass(frozen=True)
class Weeks:
    """The tests of the last weeks, which are replayed, and the prior from the weeks before."""

    prior: TextPrior
    replayed: list[Trial]
    earlier: int

    @classmethod
    def read(cls, path: Path, kept: Path | None, validation: bool = False) -> Weeks:
        """`kept` is a file for sentence vectors. With `validation` the weeks between are replayed, for choosing."""
        fit, tune, replayed = by_week(read_trials(path))
        if validation:
            fit, tune, replayed = fit[: len(fit) * 5 // 6], fit[len(fit) * 5 // 6 :], tune
        vectors = Vectors(kept)
        vectors.prepare([*fit, *tune, *replayed])
        return cls(TextPrior(fit, vectors, tune), replayed, len(fit) + len(tune))


def replay_table(weeks: Weeks, tests: int, seed: int) -> tuple[Table, dict[str, Any]]:
    """The share of the oracle's gain by policy and budget, over all replayed tests together."""
    prior, replayed = weeks.prior, weeks.replayed
    chosen = sample(replayed, tests, seed)
    table = Table(
        "policy",
        *(f"{budget:,}" for budget in BUDGETS),
        title=f"Share of an oracle's gain over an even split, {len(chosen)} of {len(replayed)} tests "
        f"from week {replayed[0].week}, standard errors over tests; prior from {weeks.earlier} earlier tests",
    )
    figures: dict[str, Any] = {"tests": len(chosen), "budgets": BUDGETS, "policies": {}}
    for lane in lanes(prior):
        kept, error = shares(lane, chosen, prior, seed)
        table.add_row(lane.name, *(f"{a:.3f} ± {b:.3f}" for a, b in zip(kept, error, strict=True)))
        figures["policies"][lane.name] = {"share": kept.tolist(), "error": error.tolist()}
    table.add_row("aim", *(f"{aim:.2f}" for aim in AIMS))
    return table, figures


def peers_table(weeks: Weeks, tests: int, seed: int) -> tuple[Table, dict[str, Any]]:
    """The default beside MABWiser's policies, on the same tests."""
    prior, chosen = weeks.prior, sample(weeks.replayed, tests, seed)
    title = f"Share of an oracle's gain beside MABWiser, {len(chosen)} tests"
    table = Table("policy", *(f"{budget:,}" for budget in BUDGETS), title=title)
    rows = {lane.name: shares(lane, chosen, prior, seed) for lane in lanes(prior)[:2]} | peer_shares(chosen, seed)
    for name, (kept, error) in rows.items():
        table.add_row(name, *(f"{a:.3f} ± {b:.3f}" for a, b in zip(kept, error, strict=True)))
    return table, {name: kept.tolist() for name, (kept, _error) in rows.items()}


def conditions_table(weeks: Weeks, tests: int, seed: int) -> tuple[Table, dict[str, Any]]:
    """Late clicks, drift and churn at 20,000 impressions."""
    prior, chosen = weeks.prior, sample(weeks.replayed, tests, seed)
    shown = [lane for lane in lanes(prior) if lane.name in CONDITIONED]
    title = f"Share of an oracle's gain at 20,000 impressions, {len(chosen)} tests, simulated viewers"
    table = Table("condition", *(lane.name for lane in shown), title=title)
    figures: dict[str, Any] = {}
    for how in CONDITIONS:
        kept = {lane.name: conditioned_share(lane, chosen, prior, how, seed) for lane in shown}
        table.add_row(how.name, *(f"{value:.3f}" for value in kept.values()))
        figures[how.name] = kept
    return table, figures


def main(
    data: Path | None,
    *,
    tests: int = 150,
    seed: int = 0,
    out: Path | None = None,
    compared: int = 40,
    races: int = 100,
    events: int = 200_000,
    validation: bool = False,
) -> int:
    """Print what was replayed in detail (with data only), then everything in one table; 0 when every bar is met.

    `compared` tests are replayed under MABWiser's policies and under other conditions, which is slow; `races` are
    simulated with equal arms. `events` are stored to see whether memory stays flat. With `validation` earlier weeks are
    replayed: settings are chosen on those, never on the last weeks.
    """
    console = Console(width=120)
    figures: dict[str, Any] = {"speed": vars(measure(events=events)), "null": vars(null_figures(races, seed))}
    if data is not None:
        weeks = Weeks.read(data / FILE, None if out is None else out / VECTORS, validation)
        table, figures["replay"] = replay_table(weeks, tests, seed)
        console.print(table)
        table, figures["conditions"] = conditions_table(weeks, compared, seed)
        console.print(table)
        if installed():
            table, figures["peers"] = peers_table(weeks, compared, seed)
            console.print(table)
        if all((data / file).exists() for file in FILES.values()):
            table, figures["ope"] = compare(data, seed)
            console.print(table)
    console.print(summary_table(figures))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "racing-bench.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 1 if any(row.met is False for row in rows(figures)) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help=f"folder with {FILE}; without it only speed is measured")
    parser.add_argument("--tests", type=int, default=150, help="tests to replay, drawn at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="folder for the figures as JSON")
    parser.add_argument("--compared", type=int, default=40, help="tests for MABWiser and for other conditions")
    parser.add_argument("--races", type=int, default=100, help="simulated races of equal arms")
    parser.add_argument("--events", type=int, default=200_000, help="events to store, to see whether memory stays flat")
    parser.add_argument("--validation", action="store_true", help="replay the weeks before, for choosing settings")
    raise SystemExit(main(**vars(parser.parse_args())))
