"""What the rest of the project calls: calibrated scores of titles, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.scorers.calibration import Curve
from models.scorers.explain import Explanation, explain_scores, phrases
from models.scorers.inputs import blank, checked, checked_keywords, clean
from models.scorers.ngram import HEADS, NgramModel
from models.types import Scores

ARTEFACTS = Path(__file__).parent / "artefacts"
BLANK_SCORES = (0.0, 0.0, 0.0, 0.0)  # a title without a letter or digit says nothing
Probabilities = npt.NDArray[np.float64]


class RawModel(Protocol):
    """Anything that gives four logits a title, in the order of `HEADS`, and the curves that calibrate them."""

    @property
    def name(self) -> str: ...

    @property
    def curves(self) -> dict[str, Curve]:
        """One a head, by its name."""
        ...

    def raw(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> npt.NDArray[np.float32]:
        """(n, 4) logits, uncalibrated; `keywords` has one list for each title."""
        ...

    def pieces(self, title: str) -> list[tuple[int, int]]:
        """(start, end) of the title's words or parts of words, in their order."""
        ...


class Scorers:
    """Fluency, style, quality and sense of titles. Reads only; safe to share between threads."""

    def __init__(self, model: RawModel) -> None:
        self._model = model

    @property
    def source(self) -> str:
        """The model behind the scores, such as "ngram-1"."""
        return self._model.name

    def score(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> npt.NDArray[np.float32]:
        """(n, 3): fluency, style, quality, each a probability in [0, 1].

        A defined value for every str (empty ones score 0; only the first 200 characters count).
        Raises TypeError naming the index of anything else, ValueError where `keywords` has another length.
        """
        return self.judge(titles, keywords)[:, :3].astype(np.float32)

    def scores(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> list[Scores]:
        """The same with `sense`: the probability that the title means something and fits its keywords."""
        return [
            Scores(fluency=row[0], style=row[1], quality=row[2], sense=row[3], source=self.source)
            for row in self.judge(titles, keywords).tolist()
        ]

    def explain(self, title: str, keywords: Sequence[str] | None = None) -> Explanation:
        """Why the title scores as it does: the spans that cost most, and in Chinese what would raise each score."""
        words = None if keywords is None else [keywords]
        scores = self.scores([title], words)[0]
        cuts = phrases(title, self._model.pieces(title), keywords or ())
        return explain_scores(title, scores, lambda cut: self.judge(cut, words and words * len(cut)), cuts)

    def judge(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> Probabilities:
        """(n, 4) in the order of `HEADS`."""
        found = [clean(title) for title in checked(titles)]
        words = checked_keywords(keywords, len(found))
        out = np.tile(np.asarray(BLANK_SCORES, np.float64), (len(found), 1))
        rows = [row for row, title in enumerate(found) if not blank(title)]
        if rows:
            raw = self._model.raw([found[row] for row in rows], words and [words[row] for row in rows])
            for column, head in enumerate(HEADS):
                out[rows, column] = self._model.curves[head](raw[:, column])
        return out


def load_scorers(home: Path | None = None, *, encoder: bool = True, threads: int = 2) -> Scorers:
    """The scorers shipped with the project, or those trained into the folder `home`.

    Where the folder holds no encoder, or `encoder` is false, the n-gram floor answers, and `Scores.source` says so.
    Raises FileNotFoundError with the command to run where no artefact is there.
    """
    folder = home or ARTEFACTS
    path = folder / "ngram.npz"
    if not path.exists():
        raise FileNotFoundError(f"no scorer artefact {path}; train one with `miaoti train scorers --data DIR`")
    floor = NgramModel.load(path)
    if encoder and (folder / "blends.json").exists():
        from models.scorers.encoder import EncoderModel

        return Scorers(EncoderModel.load(folder, floor, threads))
    return Scorers(floor)
