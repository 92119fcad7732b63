"""Joins a trained encoder to the floor: blends and curves, fitted on the validation part alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from models.scorers import data as sets
from models.scorers.encoder import Blend, EncoderModel, Floats, TitleEncoder
from models.scorers.ngram import NgramModel
from models.scorers.ngram_train import calibrate, spoiled
from models.scorers.proofreader import Proofreader

FILES = ("encoder.onnx", "pieces.tsv")


def blend(features: Floats, label: npt.ArrayLike, c: float, weight: npt.ArrayLike | None = None) -> Blend:
    """A regularised logistic model on standardised features, both classes counting the same."""
    mean, scale = features.mean(0), features.std(0) + 1e-4
    model = LogisticRegression(C=c, class_weight="balanced", max_iter=500)
    model.fit((features - mean) / scale, np.asarray(label).astype(int), sample_weight=weight)
    return Blend(
        mean.astype(np.float32),
        scale.astype(np.float32),
        model.coef_[0].astype(np.float32),
        float(model.intercept_[0]),
    )


def assemble(data: Path, encoder: Path, out: Path, seed: int = 0) -> Path:
    """Copy the encoder of the folder `encoder` beside the floor in `out` and write `out`/blends.json.

    The proofreader of the folder `encoder` goes with it, where there is one.
    """
    floor = NgramModel.load(out / "ngram.npz")
    proofread = encoder / "proofreader.npz"
    proofreader = Proofreader.load(proofread, floor.statistics) if proofread.exists() else None
    model = EncoderModel(TitleEncoder(encoder), floor, {}, {}, proofreader)
    model.blends.update(_blends(model, data, seed))
    model.curves.update(calibrate(model.raw, data, seed))
    for name in (*FILES, proofread.name) if proofreader else FILES:
        shutil.copyfile(encoder / name, out / name)
    model.save_blends(out / "blends.json")
    return out / "blends.json"


def _blends(model: EncoderModel, data: Path, seed: int) -> dict[str, Blend]:
    videos, styled, rated = (
        frame[frame.part == "validation"] for frame in (sets.videos(data), sets.styled(data), sets.ratings(data))
    )
    right = videos.title.tolist()[6000:9000]  # calibration takes the first 6,000
    both = model.features([*right, *spoiled(right, seed + 2)])["fluency"]
    sure = rated[((rated.label == 1) & (rated.score >= 4)) | ((rated.label == 0) & (rated.score <= 2))]
    return {
        "fluency": blend(both, np.repeat([1, 0], len(right)), 1.0),
        "style": blend(model.features(styled.title.tolist())["style"], styled.native, 0.1),
        "quality": blend(model.features(sure.title.tolist())["quality"], sure.label, 0.1),
        "sense": Blend(np.zeros(1, np.float32), np.ones(1, np.float32), np.ones(1, np.float32), 0.0),
    }
