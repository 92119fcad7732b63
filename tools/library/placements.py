"""Placements (版位) and the lengths that fit them, as operators set them."""

from __future__ import annotations

from collections.abc import Mapping

from tools.store.changes import ChangeLog

KEY = "placements"
LEAST, MOST = 4, 200
LONGEST_NAME = 20


class WrongPlacement(ValueError):
    """A name or a limit that will not do; the message is Chinese."""


class Placements:
    """Limits in characters by the name of a placement."""

    def __init__(self, log: ChangeLog) -> None:
        self._log = log

    def limits(self) -> dict[str, int]:
        """In the order of their names."""
        return dict(sorted((self._log.get(KEY) or {}).items()))

    def put(self, name: str, limit: int, *, by: str) -> None:
        """Raises WrongPlacement."""
        name = name.strip()
        if not 0 < len(name) <= LONGEST_NAME:
            raise WrongPlacement(f"版位名称要有 1 到 {LONGEST_NAME} 个字")
        if not LEAST <= limit <= MOST:
            raise WrongPlacement(f"字数上限在 {LEAST} 到 {MOST} 之间")
        self._keep(self.limits() | {name: limit}, by, f"{name}：最多 {limit} 字")

    def drop(self, name: str, *, by: str) -> None:
        """Raises WrongPlacement when there is none of that name."""
        limits = self.limits()
        if name not in limits:
            raise WrongPlacement(f"没有版位“{name}”")
        self._keep({one: limit for one, limit in limits.items() if one != name}, by, f"去掉{name}")

    def _keep(self, limits: Mapping[str, int], by: str, note: str) -> None:
        self._log.set(KEY, dict(limits), by=by, note=note)


def named_in(message: str, limits: Mapping[str, int]) -> tuple[str, int] | None:
    """The placement that a message names, the longest name first; none when it names none."""
    for name in sorted(limits, key=len, reverse=True):
        if name in message:
            return name, limits[name]
    return None
