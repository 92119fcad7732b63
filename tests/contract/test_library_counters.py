"""Counters of materials: what the events say at every moment, also after a kill; filters and orders by them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.types import Provenance, Title
from tools.library.counters import Counters, counters
from tools.library.finding import Wanted, find
from tools.library.materials import MaterialStore, State, material_id
from tools.racing import open_race
from tools.racing.store import RaceStore
from tools.store import Stores, open_stores

DAY = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
HOT, COLD, NEW = "露营灯亮一整夜", "露营灯很轻", "保温杯不漏水"


@pytest.fixture
def stores(database_url: str | None, tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path, database_url)
    for account in ("a", "b"):
        opened.advertisers.put({"id": account, "name": account, "products": []})
    clock = iter(DAY + datetime.timedelta(days=day) for day in range(99))
    keep = MaterialStore(opened.database, lambda: next(clock))
    for text, tags in ((HOT, {"topic:户外": 0.9}), (COLD, {"topic:户外": 0.2}), (NEW, {})):
        keep.put([(text, tags)], advertiser_id="a", kind="title", by="导入员")
    keep.put([(HOT, {})], advertiser_id=None, kind="title", by="导入员")
    yield opened
    opened.close()


def title(stores: Stores, title_id: str, text: str, account: str = "a", source: str = "model") -> Title:
    made = Title(id=title_id, text=text, provenance=Provenance(source=source))
    stores.titles.add([made], advertiser_id=account)
    return made


def race(stores: Stores, *titles: Title, events: list[tuple[str, str, int]]) -> None:
    running = open_race(list(titles), store=RaceStore(stores.database), race_id="r" + titles[0].id)
    rows = [
        {"id": f"{titles[0].id}-{n}", "kind": kind, "arm_id": arm, "count": times}
        for n, (arm, kind, times) in enumerate(events)
    ]
    assert running.record(rows).accepted == len(rows)


@pytest.fixture
def ran(stores: Stores) -> Stores:
    hot, cold, other = title(stores, "t1", HOT), title(stores, "t2", COLD), title(stores, "t3", HOT, "b", "pattern")
    race(stores, hot, cold, events=[("t1", "impression", 500), ("t1", "click", 40), ("t2", "impression", 900)])
    race(stores, other, title(stores, "t4", "别的", "b"), events=[("t3", "impression", 70), ("t3", "click", 7)])
    stores.feedback.add("t1", "like", advertiser_id="a")
    stores.feedback.add(material_id("a", "title", NEW), "adopt", advertiser_id="a")
    stores.library.save("a", ["t1"])
    return stores


def test_events_are_counted_by_words_and_account(ran: Stores) -> None:
    found = counters(ran.database)
    assert found[material_id("a", "title", HOT)] == Counters(500, 40, 2)
    assert found[material_id(None, "title", HOT)] == Counters(570, 47, 2)
    assert found[material_id("a", "title", COLD)] == Counters(900, 0, 0)
    assert found[material_id("a", "title", NEW)] == Counters(0, 0, 1)
    assert found[material_id("a", "title", HOT)].rate == 0.08 and Counters().rate is None


def test_they_order_and_filter(ran: Stores) -> None:
    def texts(limit: int = 9, **wanted: object) -> list[str]:
        return [one.material.text for one in find(ran.database, Wanted(advertiser_id="a", **wanted), limit)]  # type: ignore[arg-type]

    assert texts() == [NEW, COLD, HOT]
    assert texts(sort="impressions") == [COLD, HOT, NEW]
    assert texts(sort="rate", limit=1) == [HOT]
    assert texts(sort="adoptions") == [HOT, NEW, COLD]
    assert texts(impressions=600) == [COLD] and texts(impressions=501, sort="rate") == [COLD]
    assert find(ran.database, Wanted(sort="clicks"), 1)[0].counters == Counters(570, 47, 2)


def test_they_are_found_by_tag_product_source_and_day(ran: Stores) -> None:
    def texts(**wanted: object) -> list[str]:
        return [one.material.text for one in find(ran.database, Wanted(advertiser_id="a", **wanted), 9)]  # type: ignore[arg-type]

    assert texts(tag="topic:户外") == [HOT]
    assert texts(product=("露营灯",)) == [COLD, HOT] and texts(product=("露营灯", "保温杯"), containing="轻") == [COLD]
    assert texts(source="model") == [COLD, HOT] and texts(source="import") == [NEW] and texts(source="pattern") == []
    assert texts(since=datetime.date(2026, 5, 2)) == [NEW, COLD] and texts(until=datetime.date(2026, 5, 1)) == [HOT]
    assert texts(state=State.ADMITTED) == [] and len(texts(state=State.CANDIDATE)) == 3
    assert texts(containing="100%") == []
