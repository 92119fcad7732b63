"""Multinomial logistic regression over n-grams, a sentence embedding and evidence: the intent of a message."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from agent.plan import Intent, PlannerContext
from agent.planner.features import INTENTS, dense, dense_names, hashed, sensed
from agent.planner.reading import Reading
from models.embeddings import Embedder, load_embedder

ARTEFACT = Path(__file__).parent / "intents.npz"


class ArtefactMismatch(Exception):
    """The fitted file was made for other features; fit it again with `miaoti train intents`."""


@dataclass(frozen=True)
class IntentClassifier:
    """`grams` is (buckets, 13), `evidence` (dense features, 13), `sense` (384, 13) on embeddings less their `middle`.

    Probabilities are sharpened by 1 / `temperature`. The embedder loads its weights with the first message.
    """

    grams: NDArray[np.float32]
    evidence: NDArray[np.float32]
    sense: NDArray[np.float32]
    middle: NDArray[np.float32]
    embedder: Embedder
    temperature: float = 1.0

    @classmethod
    def load(cls, path: Path = ARTEFACT, embedder: Embedder | None = None) -> IntentClassifier:
        """Read a fitted classifier; `embedder` must be the one it was fitted with (the default one).

        Raises:
            ArtefactMismatch: the file's features or intents are not the code's.
        """
        with np.load(path) as stored:
            embedder = embedder or load_embedder()
            known = "embedder" in stored and str(stored["embedder"]) == embedder.name
            if (
                not known
                or list(stored["names"]) != dense_names()
                or list(stored["intents"]) != [str(one) for one in INTENTS]
            ):
                raise ArtefactMismatch(f"{path.name} was fitted for other features: run `miaoti train intents`")
            return cls(
                grams=stored["grams"].astype(np.float32),
                evidence=stored["evidence"].astype(np.float32),
                sense=stored["sense"].astype(np.float32),
                middle=stored["middle"].astype(np.float32),
                embedder=embedder,
                temperature=float(stored["temperature"]),
            )

    def save(self, path: Path = ARTEFACT) -> None:
        """Write weights as float16."""
        np.savez_compressed(
            path,
            grams=self.grams.astype(np.float16),
            evidence=self.evidence.astype(np.float16),
            sense=self.sense.astype(np.float16),
            middle=self.middle.astype(np.float16),
            embedder=np.array(self.embedder.name),
            temperature=np.float32(self.temperature),
            names=np.array(dense_names()),
            intents=np.array([str(one) for one in INTENTS]),
        )

    def probabilities(self, reading: Reading, context: PlannerContext) -> dict[Intent, float]:
        """Probability of every intent; they sum to 1."""
        found = hashed(reading)
        scale = 1.0 / np.sqrt(max(1, len(found)))
        vector = sensed([reading.message.raw], self.embedder)[0] - self.middle
        scores = self.grams[found].sum(axis=0) * scale + dense(reading, context) @ self.evidence + vector @ self.sense
        powers = np.exp((scores - scores.max()) / self.temperature)
        return dict(zip(INTENTS, (powers / powers.sum()).tolist(), strict=True))
