"""The prior that a home's races begin with: its own click-through model, once there is one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from models.types import Title
from tools.racing.beliefs import Array
from tools.racing.rules import Prior

if TYPE_CHECKING:
    from tools.racing.ctr.features import Describe
    from tools.racing.ctr.prior import PriorOfText

CTR_FILE = "ctr.json"
_log = logging.getLogger(__name__)


def describe_titles(titles: Sequence[str]) -> dict[str, Array]:
    """Scores and tags as the shipped models give them, name -> (titles,)."""
    from models.scorers import load_scorers
    from models.tagger import load_tagger

    scores = load_scorers().score(titles)
    columns = {name: np.asarray(scores[:, i], float) for i, name in enumerate(("fluency", "style", "quality"))}
    tags = load_tagger().tag(titles)
    for name in sorted({name for found in tags for name in found}):
        columns[f"tag_{name}"] = np.array([found.get(name, 0.0) for found in tags])
    return columns


class PriorOfHome:
    """Priors from the model that `miaoti train ctr` left in a file; none while there is no such file.

    The model (and the library it needs) is loaded when a race first asks, and again when the file was replaced.
    """

    def __init__(self, path: Path, describe: Describe) -> None:
        self._path = path
        self._describe = describe
        self._held: tuple[int, PriorOfText] | None = None

    def __call__(self, titles: Sequence[Title]) -> dict[str, Prior]:
        """(rate, impressions it is worth) by title id; empty without a usable model, and then the log says why."""
        try:
            changed = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return {}
        if self._held is None or self._held[0] != changed:
            loaded = self._load()
            if loaded is None:
                return {}
            self._held = (changed, loaded)
        return self._held[1].of(titles)

    def _load(self) -> PriorOfText | None:
        from lightgbm.basic import LightGBMError

        from tools.racing.ctr.model import CtrModel
        from tools.racing.ctr.prior import PriorOfText

        try:
            return PriorOfText(CtrModel.load(self._path, self._describe))
        except (ValueError, KeyError, TypeError, OSError, LightGBMError) as error:
            _log.warning("races begin without the text's prior: %s cannot be used: %s", self._path, error)
            return None
