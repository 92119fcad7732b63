"""The encoder of the second look: it learns from labels and from a teacher, resumes where it stopped, and is served."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="trainers need torch (extra `train`)")
pytest.importorskip("onnx")

from models.scorers.e5file import packed_file, read_e5  # noqa: E402
from models.scorers.pieces import SPECIAL, Pieces  # noqa: E402
from tools.compliance.judge import Blend, Judge, teacher, train  # noqa: E402

BROKEN = [("全网最好吃的面", "餐饮", "absolute"), ("吃完包治百病", "食品", "medical_guarantee")]
LEGAL = [("今晚吃面", "餐饮", "none"), ("先看这一袋", "食品", "none")]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four labelled titles and the vocabulary that they use."""
    packed = read_e5(packed_file())
    used = {char for title, kind, _ in (*BROKEN, *LEGAL) for char in title + (kind or "")} | {"▁"}
    ids = [place for place, piece in enumerate(packed.pieces) if place >= 4 and set(piece) <= used]
    pieces = Pieces(
        [*SPECIAL, *(packed.pieces[one] for one in ids)], [0.0] * 4 + [float(packed.scores[one]) for one in ids]
    )
    special = [packed.special[name] for name in ("pad", "unk", "bos", "eos")]
    monkeypatch.setattr(train, "cut_vocabulary", lambda *_: (pieces, [*special, *ids]))
    monkeypatch.setattr(train, "known", lambda _: [*BROKEN, *LEGAL])
    monkeypatch.setattr(train, "innocent", lambda _: ([one[:2] for one in LEGAL], []))


def fitted(work, steps, taught=None):
    return train.train(work, taught, work, steps, batch=6, layers=1)


def stopping(loss_of, left):
    """A loss that ends the run when `left` is empty."""

    def found(*arguments):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return loss_of(*arguments)

    return found


def test_an_interrupted_run_goes_on_and_the_artefact_tells_violations_apart(small, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(train, "SAVED_EVERY", 5)
    with monkeypatch.context() as patch:
        patch.setattr(train, "loss_of", stopping(train.loss_of, iter(range(12))))
        with pytest.raises(KeyboardInterrupt):
            fitted(tmp_path, 60)
    assert torch.load(tmp_path / "state.pt")["done"] == 10
    fitted(tmp_path, 60)
    assert torch.load(tmp_path / "state.pt")["done"] == 60
    blend = Blend(of_ngram=1, of_judge=1, bias=0, gate=0, silent=0, excused=0)
    (tmp_path / "blend.json").write_text(json.dumps({"categories": train.NAMES, "blend": asdict(blend)}), "utf-8")
    judge = Judge(tmp_path)
    odds = judge.odds(*zip(*((title, kind) for title, kind, _ in (*BROKEN, *LEGAL)), strict=True))
    assert odds[:2, 0].min() > odds[2:, 0].max()


def test_what_the_teacher_says_moves_the_probability_that_is_learned(small, tmp_path) -> None:
    taught = tmp_path / "taught.jsonl"
    taught.write_text(json.dumps({"title": "今晚吃面", "industry": "餐饮", "odds": 0.75}) + "\n", "utf-8")
    pieces, _ = train.cut_vocabulary()
    rows = train.examples(tmp_path, taught, pieces)
    assert [row.broken for row in rows] == [1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0.75]
    assert rows[0].category == train.NAMES.index("absolute") and rows[-1].category == -1


def test_the_loss_is_of_the_violation_and_a_little_of_its_category() -> None:
    item = Pieces([*SPECIAL], [0.0] * 4).encode(["a"])[0]
    found = torch.zeros(2, 1 + len(train.NAMES))
    rows = [train.Row(item, 1.0, 3), train.Row(item, 0.0, -1)]
    expected = np.log(2) + train.OF_CATEGORIES * np.log(len(train.NAMES)) / 2
    assert float(train.loss_of(found, rows)) == pytest.approx(expected, abs=1e-5)


def test_every_pass_shows_every_row_once_in_an_order_of_its_own() -> None:
    shown = [place for step in range(10) for place in train._places(10, 3, step, seed=1)]
    assert sorted(shown[:10]) == sorted(shown[10:20]) == list(range(10))
    assert shown[:10] != shown[10:20]


def test_the_teacher_is_asked_of_new_titles_and_answers_in_probabilities(small, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(teacher, "unlabelled", lambda *_: [("今晚吃面", "餐饮"), ("包治百病", None)])

    class Model:
        def complete(self, prompts, _sampling, *, grammar):
            answers = {True: teacher.YES, False: teacher.NO}
            return [Answer(answers["包治" in prompt], float(np.log(0.9))) for prompt in prompts]

        def close(self):
            pass

    class Answer:
        def __init__(self, text, mean_logprob):
            self.text, self.mean_logprob = text, mean_logprob

    monkeypatch.setattr(teacher, "load_language_model", lambda _: Model())
    assert teacher.tell(tmp_path, tmp_path, tmp_path / "taught.jsonl", None, 0) == 2
    rows = [json.loads(line) for line in (tmp_path / "taught.jsonl").read_text("utf-8").splitlines()]
    assert [row["odds"] for row in rows] == [0.1, 0.9] and rows[1]["industry"] is None
