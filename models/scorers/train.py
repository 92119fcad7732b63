"""Trains all scorers from a data folder: the floor, then the encoder, then what joins and calibrates them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from models.scorers.assemble import assemble
from models.scorers.e5file import packed_file
from models.scorers.ngram_train import train_ngram

SETTINGS = Path(__file__).parent / "training" / "settings.yaml"
Progress = Callable[[str, float], None]


class TrainSettings(BaseModel):
    """What a run may choose; `settings.yaml` holds the defaults."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(default=0, ge=0, description="of shuffling, corruption and initial weights")
    encoder: bool = Field(default=True, description="train the encoder too (needs the extra `train`)")
    minutes: float = Field(default=45, gt=0, description="how long the encoder trains; its learning rate ends with it")
    layers: int = Field(default=4, ge=1, le=12, description="how many layers of multilingual-e5-small are kept")
    threads: int = Field(default=1, ge=1, description="CPU threads of the encoder's training")


@dataclass(frozen=True)
class Trained:
    """What a run left: the files it wrote, and whether the encoder is among them."""

    files: tuple[Path, ...]
    encoder: bool


def load_settings(path: Path | None = None) -> TrainSettings:
    """From a YAML file; without one, the settings that the project ships."""
    return TrainSettings.model_validate(yaml.safe_load((path or SETTINGS).read_text("utf-8")) or {})


def train(data: Path, out: Path, settings: TrainSettings | None = None, progress: Progress | None = None) -> Trained:
    """Train on the folder `data` into `out`; `load_scorers(out)` then reads it.

    Resumable: the floor is kept where it is, and the encoder goes on from `out`/work/state.pt; delete either to
    begin again. Raises FileNotFoundError naming a missing set, ModuleNotFoundError where the extra is missing.
    """
    chosen = settings or load_settings()
    tell = progress or (lambda _stage, _share: None)
    if chosen.encoder and importlib.util.find_spec("torch") is None:
        raise ModuleNotFoundError(
            "training the encoder needs torch: install the extra with `pip install miaoti[train]`, "
            "or set `encoder: false` to train the n-gram floor alone"
        )
    tell("ngram", 0.0)
    floor = out / "ngram.npz"
    if not floor.exists():
        train_ngram(data, out, chosen.seed)
    if not chosen.encoder:
        return Trained((floor,), False)
    from models.scorers.training.fit import fit
    from models.scorers.training.proofread import train_proofreader

    tell("encoder", 0.1)
    work = out / "work"
    exported = fit(data, work, chosen.minutes, packed_file(), chosen.layers, chosen.seed, chosen.threads)
    tell("proofreader", 0.85)
    train_proofreader(data, floor, exported.parent, chosen.seed)
    tell("calibration", 0.95)
    blends = assemble(data, exported.parent, out, chosen.seed)
    tell("done", 1.0)
    files = (floor, *(out / name for name in ("encoder.onnx", "pieces.tsv", "proofreader.npz")), blends)
    return Trained(files, True)
