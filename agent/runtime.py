"""What nodes stand on: the composed parts of an assistant, and what belongs to one running turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from agent.plan import Planner
from agent.reasons import Remarks
from agent.settings import Settings
from agent.toolbox import Toolbox
from agent.tracing import Trace
from models.catalog import Advertiser
from models.types import Title
from tools.compliance.lawbook import Lawbook
from tools.store import ActionRecord, Stores


@dataclass(frozen=True)
class Parts:
    """Everything composed at start. `law` judges titles and reads illegal claims out of a message; `reason` explains a
    title's scores in a language, knowing the names of products; `carry_out` does what an approved action promised, for
    an advertiser, and returns how many titles it touched; `chances` are those of a conversation's race, by title
    id; `placements` gives the lengths that fit them, by name.
    """

    settings: Settings
    stores: Stores
    planner: Planner
    toolbox: Toolbox
    law: Lawbook
    reason: Callable[[Title, str, Sequence[str]], Remarks]
    is_racing: Callable[[str], bool]
    chances: Callable[[str], Mapping[str, float]]
    carry_out: Callable[[ActionRecord, str], int]
    placements: Callable[[], Mapping[str, int]]


@dataclass(frozen=True)
class TurnContext:
    """One running turn, handed to the graph as its context. `deadline` is on the `time.monotonic()` clock."""

    thread_id: str
    advertiser: Advertiser
    deadline: float
    cancel: threading.Event = field(default_factory=threading.Event)
    trace: Trace = field(default_factory=Trace)
