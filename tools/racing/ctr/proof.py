"""How far a model's word on titles that nobody has seen can be believed, and whether advertisers may hear it."""

from __future__ import annotations

from dataclasses import dataclass

LEAST_TITLES = 20
LEAST_COVERED = 0.8
"""Share of titles whose clicks must fall into their 90 % interval; with fewer the figures would mislead."""


@dataclass(frozen=True)
class Proof:
    """What became of estimates for titles left out whole: how many there were, and the share covered.

    `made_up`: the viewers were simulated, so the figures are nobody's.
    """

    titles: int = 0
    covered: float = 0.0
    made_up: bool = False

    @property
    def holds(self) -> bool:
        """Whether estimates may be shown."""
        return not self.made_up and self.titles >= LEAST_TITLES and self.covered >= LEAST_COVERED
