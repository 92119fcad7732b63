"""The second look: who is asked, how both models' words become one score, and what it is good for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from evals.bench.compliance import measure, read
from tools.compliance import load_checker
from tools.compliance.judge import Blend, Judge, load_judge
from tools.compliance.learned import Bars, Learned, Look
from tools.compliance.rules import CATEGORIES
from tools.compliance.second import SecondLook

DATA = Path(__file__).parent.parent / "data"
SCORES = {"甲": -7.0, "乙": -6.0, "丙": None, "丁": 4.0}


class ScriptedNgrams:
    """N-grams that score four texts, of which the third is too short to tell."""

    bars = Bars(silent=7.0, excused=8.0)

    def scores(self, looks: Sequence[Look]) -> list[float | None]:
        return [SCORES[look.text.chars] for look in looks]


class ScriptedJudge:
    """A judge that says 2 of everything and remembers what it was asked."""

    blend = Blend(of_ngram=0.5, of_judge=1.0, bias=0.25, gate=-6.0, silent=0.0, excused=3.0)

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def odds(self, texts: Sequence[str], industries: Sequence[str | None]) -> np.ndarray:
        self.asked += zip(texts, industries, strict=True)
        return np.full((len(texts), 20), 2.0, np.float32)


def looks(*texts: str) -> list[Look]:
    checker = load_checker()
    return [Look(checker.restore(text), frozenset(), "餐饮") for text in texts]


def test_only_what_the_ngrams_do_not_find_harmless_is_read_and_both_are_weighed() -> None:
    judge = ScriptedJudge()
    second = SecondLook(ScriptedNgrams(), judge)  # type: ignore[arg-type]
    assert second.scores(looks("甲", "乙", "丙", "丁")) == [None, -0.75, None, 4.25]
    assert judge.asked == [("乙", "餐饮"), ("丁", "餐饮")]
    assert second.bars == Bars(silent=0.0, excused=3.0)


def test_without_the_artefact_the_ngrams_decide_by_their_own_bars() -> None:
    second = SecondLook(ScriptedNgrams(), None)  # type: ignore[arg-type]
    assert second.scores(looks("甲", "丁")) == [-7.0, 4.0]
    assert second.bars == ScriptedNgrams.bars


def test_the_artefact_answers_for_every_text_in_its_place() -> None:
    judge = load_judge()
    assert judge is not None and set(judge.categories) == CATEGORIES
    texts = ["换掉三根老电线", "这碗面隔壁整条街没人敢比", "吃" * 10_000, "a\u0007b", "", "換"]
    together = judge.odds(texts, ["餐饮", None, "餐饮", None, None, ""])
    assert together.shape == (6, 1 + len(CATEGORIES)) and np.isfinite(together).all()
    alone = np.concatenate([judge.odds([text], [kind]) for text, kind in zip(texts[:2], ["餐饮", None], strict=True)])
    assert np.allclose(together[:2], alone, atol=0.6)  # int8 activations are scaled by the batch
    assert judge.odds([], []).shape == (0, 1 + len(CATEGORIES))


def test_a_folder_without_the_encoder_is_no_judge(tmp_path: Path) -> None:
    with pytest.raises(Exception, match=r"encoder\.onnx"):
        Judge(tmp_path)


def test_implied_claims_are_found_that_the_ngrams_alone_do_not_find(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = read(DATA / "compliance_implied.jsonl")
    both = measure("both", rows)
    monkeypatch.setattr("tools.compliance.checker.load_second_look", lambda: SecondLook(Learned(), None))
    ngrams = measure("n-grams", rows)
    assert both.recall >= ngrams.recall + 0.05 and both.recall >= 0.84
    assert both.precision >= 0.87
