"""Off-policy estimates on real logs, beside what the evaluated policy earned when it ran itself.

`python -m evals.bench.ope --data DIR` with `open_bandit_random_all.parquet` and `open_bandit_bts_all.parquet`: each
policy is evaluated on the other's log.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from tools.racing.ope import Array, Estimate, cross_fitted, direct, doubly_robust, ips, snips

FILES = {"uniform": "open_bandit_random_all.parquet", "thompson": "open_bandit_bts_all.parquet"}


def read_log(path: Path) -> pd.DataFrame:
    """Decisions with columns item (from 0), position (from 0), click, propensity."""
    rows = pd.read_parquet(path, columns=["item_id", "position", "click", "propensity_score"])
    return pd.DataFrame(
        {
            "item": rows.item_id.astype(int),
            "position": rows.position.astype(int) - int(rows.position.min()),
            "click": rows.click.astype(float),
            "propensity": rows.propensity_score.astype(float),
        }
    )


def distribution(log: pd.DataFrame, items: int, name: str) -> Array:
    """P(item | position) of a log's policy, (positions, items).

    The uniform policy's is known; Thompson's changes with time, and its average is counted from its own log.
    """
    positions = int(log.position.max()) + 1
    if name == "uniform":
        return np.full((positions, items), 1 / items)
    counts = np.zeros((positions, items))
    np.add.at(counts, (log.position.to_numpy(), log.item.to_numpy()), 1)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True), dtype=np.float64)


def estimates(log: pd.DataFrame, target: Array, seed: int) -> dict[str, Estimate]:
    """Every estimator on `log` for the policy `target` (positions, items)."""
    item, position = log.item.to_numpy(), log.position.to_numpy()
    reward, logged = log.click.to_numpy(), log.propensity.to_numpy()
    chances = target[position, item]
    table = cross_fitted(item, reward)
    expected = (table * target[position][:, : table.shape[1]]).sum(axis=1)
    predicted = table[np.arange(len(item)), item]
    return {
        "IPS": ips(reward, chances, logged, seed),
        "SNIPS": snips(reward, chances, logged, seed),
        "DM": direct(expected, seed),
        "DR": doubly_robust(reward, chances, logged, predicted, expected, seed),
    }


def compare(data: Path, seed: int = 0) -> tuple[Table, dict[str, int]]:
    """Every estimate beside what the policy earned itself; how many (`agree` of `of`) of IPS, SNIPS, DR cover that."""
    logs = {name: read_log(data / file) for name, file in FILES.items()}
    items = max(int(log.item.max()) for log in logs.values()) + 1
    table = Table(
        "policy", "on the log of", "estimator", "clicks per 1,000", "interval", "effective decisions", "own log says",
        title="Off-policy evaluation",
    )  # fmt: skip
    judged = []
    for name, other in (("thompson", "uniform"), ("uniform", "thompson")):
        own = ips(logs[name].click.to_numpy(), np.ones(len(logs[name])), np.ones(len(logs[name])), seed)
        for kind, found in estimates(logs[other], distribution(logs[name], items, name), seed).items():
            # The truth is itself an estimate: intervals of two independent estimates that overlap agree.
            agrees = found.low <= own.high and own.low <= found.high
            judged += [agrees] if kind != "DM" else []
            table.add_row(
                name, other, kind, f"{1e3 * found.value:.2f}", f"{1e3 * found.low:.2f} to {1e3 * found.high:.2f}",
                f"{found.effective:,.0f}", f"{1e3 * own.value:.2f} ({1e3 * own.low:.2f} to {1e3 * own.high:.2f})"
                + ("" if agrees else " [red]apart[/red]"),
            )  # fmt: skip
    return table, {"agree": sum(judged), "of": len(judged)}


def main(data: Path, seed: int = 0) -> int:
    """Print the table; 1 when an interval of IPS, SNIPS or DR misses what the policy earned itself."""
    table, judged = compare(data, seed)
    Console(width=140).print(table)
    return 0 if judged["agree"] == judged["of"] else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    raise SystemExit(main(given.data, given.seed))
