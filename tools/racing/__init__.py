"""Creative racing (赛马): pick finals, run them against each other, say how sure the result is."""

from tools.racing.book import RaceBook
from tools.racing.events import Event, Receipt
from tools.racing.feed import take_events
from tools.racing.ledger import RaceStopped
from tools.racing.pick import pick_finals
from tools.racing.race import Decision, Race, open_race
from tools.racing.rules import RaceRules
from tools.racing.status import ArmStatus, RaceStatus
from tools.racing.store import RaceStore

__all__ = [
    "ArmStatus",
    "Decision",
    "Event",
    "Race",
    "RaceBook",
    "RaceRules",
    "RaceStatus",
    "RaceStopped",
    "RaceStore",
    "Receipt",
    "open_race",
    "pick_finals",
    "take_events",
]
