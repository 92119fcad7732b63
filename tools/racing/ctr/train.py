"""`miaoti train ctr`: the click-through model from an event log, with what it is worth on the newest days."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from tools.racing.ctr.describing import Described
from tools.racing.ctr.features import Describe
from tools.racing.ctr.home import file_of
from tools.racing.ctr.log import by_time, log_of, read_log
from tools.racing.ctr.model import MEMBERS, CtrModel
from tools.racing.ctr.proof import LEAST_COVERED, LEAST_TITLES
from tools.racing.ctr.proving import prove
from tools.racing.ctr.report import by_segment, drift, evaluate
from tools.store.database import Database

FIT, TUNE = 0.7, 0.8


def train(frame: pd.DataFrame, out: Path, *, describe: Describe | None, members: int, seed: int, refresh: bool) -> Any:
    """Fit or refresh, save to `out`, return the evaluation. Raises ValueError when there is too little to learn."""
    fit, tune, later = by_time(frame, FIT, TUNE)
    if refresh:
        model = CtrModel.load(out, describe).refresh(fit, tune, seed)
    else:
        model = CtrModel.fit(fit, tune, describe=describe, members=members, seed=seed)
    model.prior_weight, proof = prove(frame, describe, seed)
    model.proof = replace(proof, made_up=proof.made_up or model.proof.made_up)  # what a refresh goes on from counts too
    rate = model.predict(later).mean
    report = {
        "rows": len(frame),
        "overall": evaluate(later, rate),
        "segments": by_segment(later, rate),
        "importance": model.importance(),
        "drift": drift(model.features(fit), model.features(later)),
        "prior_weight": model.prior_weight,
        "unseen": asdict(model.proof) | {"shown": model.proof.holds},
    }
    model.save(out, report)
    return report


def show(report: Any, console: Console) -> None:
    table = Table("rows", "impressions", "clicks", "AUC", "log loss", "normalised entropy", "ECE", title="Newest days")
    for name, found in ({"all": report["overall"]} | report["segments"]).items():
        table.add_row(
            name, f"{found['impressions']:,.0f}", f"{found['clicks']:,.0f}", f"{found['auc']:.3f}",
            f"{found['log_loss']:.4f}", f"{found['normalised_entropy']:.4f}", f"{found['ece']:.4f}",
        )  # fmt: skip
    console.print(table)
    for title, values in (("Importance (share of gain)", report["importance"]), ("Drift (PSI)", report["drift"])):
        listed = Table("feature", "value", title=title)
        for name, value in list(values.items())[:12]:
            listed.add_row(name, f"{value:.3f}")
        console.print(listed)
    console.print(f"A title's text is worth {report['prior_weight']:,.0f} impressions.")
    told = (
        "are shown on titles"
        if report["unseen"]["shown"]
        else f"stay hidden (from {LEAST_TITLES} titles on, {LEAST_COVERED:.0%} covered)"
    )
    console.print(
        f"Of {report['unseen']['titles']} titles left out in turn {report['unseen']['covered']:.0%} fell into their "
        f"90 % interval: estimates {told}."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--log", type=Path, help="CSV, JSONL or Parquet: title, at, shown, clicks, circumstances")
    parser.add_argument("--database", help="URL of a database with races, instead of --log")
    parser.add_argument("--advertiser", help="with --database: learn from this account's titles, for this account")
    parser.add_argument("--out", type=Path, help="where the model goes; in .miaoti if absent")
    parser.add_argument("--members", type=int, default=MEMBERS, help="models in the ensemble")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--refresh", action="store_true", help="go on from --out with the newest log")
    parser.add_argument("--lexical", action="store_true", help="leave out scores and tags: quicker")
    given = parser.parse_args()
    if (given.log is None) == (given.database is None):
        parser.error("give --log or --database")
    out = given.out or file_of(Path(".miaoti"), given.advertiser)
    try:
        frame = read_log(given.log) if given.log else _stored(given.database, given.advertiser)
        describe = None if given.lexical else Described()
        rules = {"members": given.members, "seed": given.seed, "refresh": given.refresh}
        report = train(frame, out, describe=describe, **rules)
    except (ValueError, OSError) as error:
        parser.exit(2, f"miaoti train ctr: {error}\n")
    show(report, Console())
    out.with_suffix(".report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")


def _stored(url: str, advertiser_id: str | None) -> pd.DataFrame:
    database = Database(url)
    try:
        return log_of(database, advertiser_id)
    finally:
        database.close()


if __name__ == "__main__":
    main()
