"""Creative racing (赛马): pick finals, run them against each other, say how sure the result is."""

from tools.racing.book import RaceBook
from tools.racing.pick import pick_finals

__all__ = ["RaceBook", "pick_finals"]
