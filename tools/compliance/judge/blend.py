"""Weigh the judge's word against the n-grams', and choose from which score on the second look decides.

    python -m tools.compliance.judge.blend --data FOLDER --work FOLDER

WORK holds what `train` wrote; `blend.json` is written beside it. Everything is chosen on titles that neither model has
learned from: `compliance_fresh.jsonl` (labelled), and people's ordinary titles that `train` left out (the n-grams have
seen those, but weigh little). The measured half of `compliance.jsonl`, `compliance_implied.jsonl` and
`compliance_sealed.jsonl` play no part. Ship by copying encoder.onnx, pieces.tsv and blend.json into this folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.types import Verdict
from tools.compliance.bars import choose
from tools.compliance.checker import load_checker
from tools.compliance.examples import LABELLED, read
from tools.compliance.judge.judge import Blend, Judge
from tools.compliance.learned import Learned, Look
from tools.compliance.rules import CATEGORIES

FALSE_ALARMS = 0.0095  # of people's ordinary titles; the same as for the n-grams alone
GATE = -5.5  # n-gram score below which the judge is not asked: under two in a hundred ordinary titles lie above
LIKELIER_THAN_NOT = 0.0  # log-odds below which no title is called a violation where rules found nothing
EXCUSED = np.arange(-1.0, 6.0, 0.25).tolist()  # bars tried where rules found an allowed use


def scores(judge: Judge, looks: Sequence[Look]) -> NDArray[np.float64]:
    """(n, 2): what the n-grams and the judge say; titles too short for the n-grams get their lowest score."""
    ngram = Learned().scores(looks)
    low = min(score for score in ngram if score is not None)
    said = judge.odds([look.text.chars for look in looks], [look.industry for look in looks])[:, 0]
    return np.column_stack([[low if score is None else score for score in ngram], said])


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    from sklearn.linear_model import LogisticRegression

    from tools.compliance.judge.train import innocent  # needs torch

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    own = parser.parse_args(arguments)
    target = own.work / "blend.json"
    start = Blend(of_ngram=1, of_judge=1, bias=0, gate=GATE, silent=0, excused=0)
    names = sorted(CATEGORIES)
    target.write_text(json.dumps({"categories": names, "blend": asdict(start)}), "utf-8")
    judge, checker = Judge(own.work), load_checker()
    rows = read(LABELLED / "compliance_fresh.jsonl")
    legal = innocent(own.data)[1]
    looks = [checker.look(row["title"], row["industry"]) for row in rows]
    fresh, quiet = scores(judge, looks), scores(judge, [checker.look(*one) for one in legal])
    broken = np.array([row["verdict"] == Verdict.VIOLATION for row in rows])
    open_ = np.array([checker.by_rules(row["title"], row["industry"]).verdict != Verdict.VIOLATION for row in rows])
    model = LogisticRegression().fit(
        np.concatenate([fresh[open_], quiet]), np.concatenate([broken[open_], np.zeros(len(quiet), bool)])
    )
    blended = np.where(fresh[:, 0] >= GATE, model.decision_function(fresh), -np.inf)
    calm = np.where(quiet[:, 0] >= GATE, model.decision_function(quiet), -np.inf)
    chosen = choose(rows, blended, calm, FALSE_ALARMS, EXCUSED, LIKELIER_THAN_NOT)
    weights = model.coef_[0].tolist()
    bars = chosen.bars
    found = Blend(weights[0], weights[1], float(model.intercept_[0]), GATE, bars.silent, bars.excused)
    rounded = {name: round(value, 4) for name, value in asdict(found).items()}
    target.write_text(json.dumps({"categories": names, "blend": rounded}, indent=1) + "\n", "utf-8")
    sys.stdout.write(f"{chosen}\n{rounded}\n")


if __name__ == "__main__":
    main()
