"""An arm's click rate over time, and the alarm when it changes: for the worse, the title wears out (fatigue).

Adaptive windowing (ADWIN, Bifet and Gavalda 2007) over blocks of the arm's own impressions, in order of arrival. Blocks
double when there are many, so that a history stays small however long a race lasts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

FIRST, MOST = 250.0, 24
"""Impressions of a block at first, and blocks after which neighbours are merged."""
FALSE_ALARMS = 0.002
"""Chance of an alarm at any one look while nothing has changed, at most."""
CALM = 0.85
"""When the other arms' later rate is below this share of their earlier one, all fall: then no title wears out."""

Block = tuple[float, float]
"""(impressions, clicks)"""


@dataclass(frozen=True)
class Followed:
    """An arm's history after more events. `what` is "drift" or "fatigue" when its rate has changed, else empty."""

    arm_id: str
    history: str
    what: str = ""
    note: str = ""
    since: Block = (0.0, 0.0)
    """Impressions and clicks since the change."""

    def columns(self) -> dict[str, str | float]:
        """What to set in the arm's counts: after a change only what came since counts for choices."""
        recent = {"recent_shown": self.since[0], "recent_clicks": self.since[1]} if self.what else {}
        return {"history": self.history} | recent


def followed(histories: Mapping[str, str], deltas: Mapping[str, Mapping[str, float]]) -> Iterator[Followed]:
    """The histories of the arms in `deltas` with their `recent_*` added, and what is to be said of them."""
    read = {arm_id: _read(text) for arm_id, text in histories.items()}
    for arm_id, delta in deltas.items():
        blocks = extended(read[arm_id], delta["recent_shown"], delta["recent_clicks"])
        at = change_in(blocks)
        if at is None:
            yield Followed(arm_id, json.dumps(blocks))
            continue
        before, after = _sum(blocks[:at]), _sum(blocks[at:])
        others = [read[one] for one in read if one != arm_id]
        falls = _rate(after) < _rate(before) and not _all_fall(others, at / len(blocks))
        note = f"{_rate(before):.4f} -> {_rate(after):.4f}"
        yield Followed(arm_id, json.dumps(blocks[at:]), "fatigue" if falls else "drift", note, after)


def extended(blocks: list[Block], shown: float, clicks: float) -> list[Block]:
    """Blocks with more counts: the last one grows until it is as large as the first."""
    if not shown and not clicks:
        return blocks
    size = max(blocks[0][0], FIRST) if blocks else FIRST
    if blocks and blocks[-1][0] < size:
        last = blocks[-1]
        blocks = [*blocks[:-1], (last[0] + shown, last[1] + clicks)]
    else:
        blocks = [*blocks, (float(shown), float(clicks))]
    if len(blocks) > MOST:
        blocks = [_sum(blocks[i : i + 2]) for i in range(0, len(blocks), 2)]
    return blocks


def change_in(blocks: list[Block]) -> int | None:
    """The block from which on the rate is another one, where that is certain enough; the clearest if several."""
    total, clicks = _sum(blocks)
    if len(blocks) < 3 or total < 4 * FIRST:
        return None
    rate = min(max((clicks + 1) / (total + 2), 0.0), 1.0)
    certain = math.log(2 * math.log(total) / FALSE_ALARMS)
    found, clearest, shown, hits = None, 1.0, 0.0, 0.0
    for at, (more, clicked) in enumerate(blocks[:-1], 1):
        shown, hits = shown + more, hits + clicked
        if min(shown, total - shown) < FIRST:
            continue
        size = 1 / (1 / shown + 1 / (total - shown))
        bound = math.sqrt(2 / size * rate * (1 - rate) * certain) + 2 / (3 * size) * certain
        apart = abs(hits / shown - (clicks - hits) / (total - shown)) / bound
        if apart > clearest:
            found, clearest = at, apart
    return found


def _all_fall(histories: list[list[Block]], share: float) -> bool:
    """Whether the other arms' rate falls as well, cut after this share of each one's blocks."""
    early, late = (0.0, 0.0), (0.0, 0.0)
    for blocks in histories:
        at = round(len(blocks) * share)
        early, late = _sum([early, *blocks[:at]]), _sum([late, *blocks[at:]])
    return early[1] > 0 and _rate(late) < CALM * _rate(early)


def _read(text: str) -> list[Block]:
    return [(shown, clicks) for shown, clicks in json.loads(text)] if text else []


def _sum(blocks: list[Block]) -> Block:
    return sum(block[0] for block in blocks), sum(block[1] for block in blocks)


def _rate(block: Block) -> float:
    return block[1] / block[0] if block[0] else 0.0
