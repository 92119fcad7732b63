"""What operators set of recall: quotas, which strategies are on, and titles pinned by hand. Kept with who and when."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tools.store.changes import ChangeLog, ChangeRow

KEY = "recall"
STRATEGIES = ("manual", "hot", "category", "line", "similar")
"""In the order in which they choose: by hand, what earns most, the products' category, the business line, meaning."""

EVERYBODY = "*"


class Strategy(BaseModel):
    """`quota` is how many candidates it may bring at most."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: bool = True
    quota: int = Field(default=8, ge=0, le=200)


class RecallSettings(BaseModel):
    """`pins`: texts by account (`*`: for everybody), first ones first. `fill_races`: short races are filled up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    strategies: Mapping[str, Strategy] = {name: Strategy() for name in STRATEGIES}
    pins: Mapping[str, tuple[str, ...]] = {}
    fill_races: bool = False

    @field_validator("strategies")
    @classmethod
    def _known(cls, value: Mapping[str, Strategy]) -> Mapping[str, Strategy]:
        unknown = sorted(set(value) - set(STRATEGIES))
        if unknown:
            raise ValueError(f"没有这种召回策略：{'、'.join(unknown)}；有 {'、'.join(STRATEGIES)}")
        return {name: value.get(name, Strategy()) for name in STRATEGIES}

    def pinned(self, account: str) -> list[str]:
        """For this account: its own pins, then everybody's."""
        return list(dict.fromkeys([*self.pins.get(account, ()), *self.pins.get(EVERYBODY, ())]))


class RecallDesk:
    """Reads and keeps the settings; every change is logged and can be undone by its number."""

    def __init__(self, log: ChangeLog) -> None:
        self._log = log

    def get(self) -> RecallSettings:
        """As operators last set them."""
        return RecallSettings.model_validate(self._log.get(KEY) or {})

    def put(self, settings: RecallSettings, *, by: str, note: str = "召回设置") -> bool:
        """False, and nothing is logged, when it was so already."""
        return self._log.set(KEY, settings.model_dump(mode="json"), by=by, note=note)

    def history(self, limit: int = 50) -> list[ChangeRow]:
        """Who changed what and when, newest first."""
        return [row for row in self._log.list(limit * 4) if row.subject == KEY][:limit]
