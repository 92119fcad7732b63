"""Races in an assistant's tables, for tests of the racing tab."""

from __future__ import annotations

import numpy as np
from double import DoubleAssistant

from models.types import Provenance, Title
from tools.racing import Race, RaceStore, open_race


def begin_race(assistant: DoubleAssistant, owner: str, texts: list[str], account: str = "t01") -> Race:
    """A race of these titles, begun in a conversation of this owner."""
    stores = assistant.stores
    stores.advertisers.put({"id": account, "name": "甲", "products": [{"name": "灯"}]})
    thread = stores.threads.create(account, owner=owner)
    titles = [
        Title(id=f"{thread.id[:6]}-{number}", text=text, keywords=(f"{owner}的灯",), provenance=Provenance())
        for number, text in enumerate(texts)
    ]
    stores.titles.add(titles, advertiser_id=account, thread_id=thread.id)
    action = stores.actions.create(thread.id, "race", [one.id for one in titles])
    stores.actions.resolve(action.id, True)
    return open_race(titles, store=RaceStore(stores.database), race_id=action.id)


def run_race(race: Race, rates: list[float], steps: int = 20, batch: int = 200, seed: int = 0) -> None:
    """Viewers who click each arm at its rate; every impression costs three fen."""
    rng = np.random.default_rng(seed)
    by_arm = dict(zip([arm.arm_id for arm in race.status().arms], rates, strict=True))
    for _ in range(steps):
        rows = []
        for arm_id, _, decision in race.choose(n=batch):
            named = {"arm_id": arm_id, "decision_id": decision}
            rows.append({"id": f"i{decision}", "kind": "impression", "amount": 0.03} | named)
            if rng.random() < by_arm[arm_id]:
                rows.append({"id": f"c{decision}", "kind": "click"} | named)
        race.record(rows)
