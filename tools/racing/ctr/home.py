"""What a home's own click-through models say of titles: priors of races, and estimates where titles are shown."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.types import Title
from tools.racing.rules import Prior
from tools.store.hashing import content_id

if TYPE_CHECKING:
    from tools.racing.ctr.features import Describe
    from tools.racing.ctr.prior import PriorOfText

_log = logging.getLogger(__name__)


def file_of(home: Path, advertiser_id: str | None = None) -> Path:
    """Where `miaoti train ctr` leaves the model of the house, or of one account."""
    return home / ("ctr.json" if advertiser_id is None else f"ctr-{content_id(advertiser_id)}.json")


class ModelsOfHome:
    """The models that `miaoti train ctr` left in a home; without any there are no priors and no estimates.

    A model (and the library it needs) is loaded when first asked, and again when its file was replaced.
    """

    def __init__(self, home: Path, describe: Describe) -> None:
        self._home = home
        self._describe = describe
        self._held: dict[Path, tuple[int, PriorOfText | None]] = {}

    def prior(self, titles: Sequence[Title]) -> dict[str, Prior]:
        """(rate, impressions it is worth) by title id; empty without a usable model, and then the log says why."""
        model = self._model(file_of(self._home))
        return model.of(titles) if model else {}

    def estimated(self, titles: Sequence[Title], advertiser_id: str | None = None) -> list[Title]:
        """The titles with an estimate each, by the account's own model, else by that of the house.

        Without a model that holds on later days (see `proof.py`) none has one; what was measured stays as it is.
        """
        found = (self._model(file_of(self._home, one)) for one in dict.fromkeys((advertiser_id, None)))
        model = next((one for one in found if one and one.holds), None)
        guesses = model.estimates(titles) if model and titles else [None] * len(titles)
        return [
            title if title.ctr and title.ctr.source != "model" else title.model_copy(update={"ctr": guess})
            for title, guess in zip(titles, guesses, strict=True)
        ]

    def _model(self, path: Path) -> PriorOfText | None:
        try:
            changed = path.stat().st_mtime_ns
        except FileNotFoundError:
            return None
        held = self._held.get(path)
        if held is None or held[0] != changed:
            held = self._held[path] = (changed, self._load(path))
        return held[1]

    def _load(self, path: Path) -> PriorOfText | None:
        from lightgbm.basic import LightGBMError

        from tools.racing.ctr.model import CtrModel
        from tools.racing.ctr.prior import PriorOfText

        try:
            model = CtrModel.load(path, self._describe)
        except (ValueError, KeyError, TypeError, OSError, LightGBMError) as error:
            _log.warning("no click-through model: %s cannot be used: %s", path, error)
            return None
        if model.proof.made_up:
            _log.warning("no click-through model: the viewers of %s were simulated", path)
            return None
        return PriorOfText(model)
