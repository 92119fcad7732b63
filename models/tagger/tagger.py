"""Multi-label tags of titles: hashed n-grams under one logistic model a tag, and exact rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.scorers.encoder import TitleEncoder
from models.scorers.hashing import bag
from models.scorers.inputs import blank, checked, clean
from models.scorers.scorers import ARTEFACTS as SCORERS
from models.tagger.encoded import EncodedTags, Heads
from models.tagger.tags import TAGS, ruled

ARTEFACTS = Path(__file__).parent / "artefacts"
BITS = 16
ORDERS = (1, 2, 3)
NAME = "tags-ngram-1"


@dataclass(frozen=True)
class NgramTags:
    """`weights` (2**16, tags) as int8 with one `step` a tag; `bias` (tags,); `names` in the order of the columns."""

    names: tuple[str, ...]
    weights: npt.NDArray[np.int8]
    step: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    name: str = NAME

    def logits(self, titles: Sequence[str]) -> npt.NDArray[np.float32]:
        """(n, tags)."""
        out = np.tile(self.bias, (len(titles), 1)).astype(np.float32)
        for start in range(0, len(titles), 512):
            hashes, rows = bag(titles[start : start + 512], BITS, ORDERS)
            size = min(512, len(titles) - start)
            order = np.argsort(rows, kind="stable")
            starts = np.searchsorted(rows[order], np.arange(size))
            sums = np.add.reduceat(self.weights[hashes[order]].astype(np.float32), starts, axis=0)
            count = np.maximum(np.bincount(rows, minlength=size), 1)[:, None]
            out[start : start + size] += sums * self.step / np.sqrt(count)
        return out

    def save(self, path: Path) -> None:
        """Weights stay int8."""
        np.savez_compressed(path, names=np.array(self.names), weights=self.weights, step=self.step, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> NgramTags:
        """What `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            names = tuple(str(name) for name in stored["names"])
            return cls(names, stored["weights"], stored["step"], stored["bias"])


class Tagger:
    """Tags of titles. Reads only; safe to share between threads."""

    def __init__(self, model: NgramTags | EncodedTags) -> None:
        self._model = model

    @property
    def source(self) -> str:
        """The model behind the tags."""
        return self._model.name

    def tag(self, titles: Sequence[str], least: float = 0.0) -> list[dict[str, float]]:
        """For each title every tag with its probability, those of at least `least`; a matching rule gives 1.

        Every str has a defined answer (an empty one: every tag 0). Raises TypeError naming the index of others.
        """
        found = [clean(title) for title in checked(titles)]
        if not found:
            return []
        probabilities = 1 / (1 + np.exp(-self._model.logits(found)))
        out = []
        for title, row in zip(found, probabilities.tolist(), strict=True):
            tags = dict.fromkeys(TAGS, 0.0)
            if not blank(title):
                tags |= dict(zip(self._model.names, row, strict=True)) | ruled(title)
            out.append({tag: value for tag, value in tags.items() if value >= least})
        return out


def load_tagger(home: Path | None = None, *, encoder: TitleEncoder | None = None) -> Tagger:
    """The tagger shipped with the project, or the one trained into the folder `home`.

    It reads titles with `encoder`, by default the one shipped with the scorers; where there is none, or no heads
    for it, the n-gram tagger answers, and `Tagger.source` says so.
    Raises FileNotFoundError with the command to run where no artefact is there.
    """
    folder = home or ARTEFACTS
    path = folder / "tagger.npz"
    if not path.exists():
        raise FileNotFoundError(f"no tagger artefact {path}; train one with `miaoti train tagger --data DIR`")
    floor = NgramTags.load(path)
    heads = folder / "heads.npz"
    if not heads.exists() or (encoder is None and not (SCORERS / "encoder.onnx").exists()):
        return Tagger(floor)
    reader = encoder or TitleEncoder(SCORERS)
    return Tagger(EncodedTags(floor.names, reader, Heads.load(heads), floor))
