"""The title encoder at run time: ONNX int8, blended with the n-gram floor, without torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.scorers.calibration import Curve
from models.scorers.ngram import NgramModel
from models.scorers.pieces import Encoded, Pieces, padded
from models.scorers.proofreader import UNREAD, Proofreader

Floats = npt.NDArray[np.float32]
NAME = "encoder-1"
OUTPUTS = ("fluency", "style", "popular", "judge", "sense")
_BATCH = 64


@dataclass(frozen=True)
class Read:
    """`scores` (n, 5) logits in the order of OUTPUTS; `tags` (n, tags); `pooled` (n, 768); `worst` (n, 3): the three
    highest logits that a token is wrong; `wrong`: for each title the logit of the token over each character."""

    scores: Floats
    tags: Floats
    pooled: Floats
    worst: Floats
    wrong: list[Floats]


class TitleEncoder:
    """Runs the exported encoder over titles grouped by length. Safe to share between threads."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # the language model needs the cores
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = Pieces.load(folder / "pieces.tsv")

    def read(self, titles: Sequence[str], before: Sequence[str] | None = None) -> Read:
        """Read each title, after its keywords where `before` gives them joined by spaces."""
        items = self._pieces.encode(titles, before)
        order = sorted(range(len(items)), key=lambda index: len(items[index].ids))
        wrong = [np.full(len(title), UNREAD, np.float32) for title in titles]
        parts = []
        for at in range(0, len(order), _BATCH):
            chosen = order[at : at + _BATCH]
            *found, tokens = self._run([items[i] for i in chosen])
            parts.append(found)
            for row, index in enumerate(chosen):
                for (start, end), logit in zip(items[index].spans, tokens[row].tolist(), strict=False):
                    wrong[index][start:end] = logit
        back = np.argsort(order)
        scores, tags, pooled, worst = (np.concatenate(found)[back] for found in zip(*parts, strict=True))
        return Read(scores, tags, pooled, worst, wrong)

    def pooled(self, titles: Sequence[str]) -> Floats:
        """(n, 768): the first state beside the mean of all, for tags and neighbours."""
        return self.read(titles).pooled

    def pieces(self, title: str) -> list[tuple[int, int]]:
        """(start, end) of the vocabulary's pieces in the title."""
        return [span for span in self._pieces.encode([title])[0].spans if span[1] > span[0]]

    def _run(self, items: Sequence[Encoded]) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        ids = padded([item.ids for item in items])
        scores, tags, pooled, tokens = self._session.run(None, {"ids": ids})
        for row, item in enumerate(items):
            tokens[row, [place for place, (start, end) in enumerate(item.spans) if end <= start]] = -20
            tokens[row, len(item.ids) :] = -20
        worst = np.sort(np.pad(tokens, ((0, 0), (0, 3)), constant_values=-20), axis=1)[:, ::-1][:, :3]
        return scores, tags, pooled, worst, tokens


@dataclass(frozen=True)
class Blend:
    """A logistic model over standardised features: weights per head."""

    mean: Floats
    scale: Floats
    weights: Floats
    bias: float

    def __call__(self, features: Floats) -> Floats:
        return ((features - self.mean) / self.scale @ self.weights + self.bias).astype(np.float32)


class EncoderModel:
    """Raw scores of the encoder blended with the floor's; calibrated by `curves`.

    A `proofreader` joins in where there is one: scorers trained without it do without.
    """

    def __init__(
        self,
        encoder: TitleEncoder,
        floor: NgramModel,
        blends: dict[str, Blend],
        curves: dict[str, Curve],
        proofreader: Proofreader | None = None,
    ):
        self.encoder, self.floor, self.blends, self.curves = encoder, floor, blends, curves
        self.proofreader = proofreader
        self.name = NAME

    def features(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> dict[str, Floats]:
        """What each head's blend is fed."""
        ngram = self.floor.raw(titles, keywords)
        read = self.encoder.read(titles)
        fluency, style, popular, judge, _ = read.scores.T
        whole = [fluency, np.clip(read.worst, -8, 8), ngram[:, 0]]
        if self.proofreader is not None:
            whole.append(self.proofreader(titles, fluency, read.wrong))
        return {
            "fluency": np.column_stack(whole),
            "style": np.column_stack([style, ngram[:, 1]]),
            "quality": np.column_stack([judge, popular, ngram[:, 2]]),
            "sense": ngram[:, 3:],  # the encoder, trained on few judged titles, did no better on unseen keywords
        }

    def raw(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> Floats:
        """(n, 4) logits in the order of HEADS."""
        features = self.features(titles, keywords)
        return np.stack([self.blends[head](features[head]) for head in features], axis=1)

    def pieces(self, title: str) -> list[tuple[int, int]]:
        """Where the encoder's vocabulary divides the title."""
        return self.encoder.pieces(title)

    def save_blends(self, path: Path) -> None:
        """The blends and curves as readable JSON: a few dozen numbers."""
        blends = {
            head: {
                "mean": blend.mean.tolist(),
                "scale": blend.scale.tolist(),
                "weights": blend.weights.tolist(),
                "bias": blend.bias,
            }
            for head, blend in self.blends.items()
        }
        curves = {head: curve.as_array().round(6).tolist() for head, curve in self.curves.items()}
        found = {"name": self.name, "proofreader": self.proofreader is not None, "blends": blends, "curves": curves}
        path.write_text(json.dumps(found), "utf-8")

    @classmethod
    def load(cls, folder: Path, floor: NgramModel, threads: int = 2) -> EncoderModel:
        """From encoder.onnx, pieces.tsv, blends.json and, where that names it, proofreader.npz in `folder`."""
        stored = json.loads((folder / "blends.json").read_text("utf-8"))
        blends = {
            head: Blend(
                np.asarray(found["mean"], np.float32),
                np.asarray(found["scale"], np.float32),
                np.asarray(found["weights"], np.float32),
                float(found["bias"]),
            )
            for head, found in stored["blends"].items()
        }
        curves = {head: Curve.from_array(found) for head, found in stored["curves"].items()}
        proofreader = None
        if stored.get("proofreader"):
            proofreader = Proofreader.load(folder / "proofreader.npz", floor.statistics)
        return cls(TitleEncoder(folder, threads), floor, blends, curves, proofreader)
