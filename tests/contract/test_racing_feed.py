"""Events from files, races begun by approval, and the hand that steers them; on SQLite and PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.types import Title
from tools.base import ToolContext
from tools.race_titles import RaceTitles, RaceTitlesArgs
from tools.racing import RaceBook, RaceStore
from tools.racing.feed import import_events
from tools.racing.report import RaceChart
from tools.racing.simulation import simulated
from tools.racing.usage import usage
from tools.store import Stores, open_stores

LOG = """event_id,event,title_id,count,amount,at,placement
c1,click,{a},1,0.5,2026-01-02T08:00:00,feed
i1,impression,{a},40,,2026-01-01,feed
i2,impression,{b},60,,1767225600,search
i2,impression,{b},60,,1767225600,search
x1,wink,{a},1,,,
x2,click,nobody,1,,,
x3,click,{a},1.5,,,
x4,click,{a},1,,yesterday-ish,
"""


@pytest.fixture
def stores(database_url: str, tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path, database_url)
    yield opened
    opened.close()


@pytest.fixture
def begun(stores: Stores) -> tuple[RaceBook, str, list[str], str]:
    """(book, race id, title ids, thread id) of a race begun by an approval."""
    tag = uuid.uuid4().hex[:8]
    stores.advertisers.put({"id": f"adv{tag}", "name": "小店", "industry": "家居", "products": []})
    titles = [Title(id=f"{tag}{i}", text=f"这个保温杯真香{i}") for i in range(3)]
    thread = stores.threads.create(f"adv{tag}")
    stores.titles.add(titles, advertiser_id=f"adv{tag}", thread_id=thread.id)
    action = stores.actions.create(thread.id, "race", tuple(title.id for title in titles))
    stores.actions.resolve(action.id, True)
    book = RaceBook(stores)
    book.begin(action)
    return book, action.id, [title.id for title in titles], thread.id


def test_a_file_of_events_counts_once(
    stores: Stores, begun: tuple[RaceBook, str, list[str], str], tmp_path: Path
) -> None:
    book, race_id, ids, thread_id = begun
    path = tmp_path / "events.csv"
    path.write_text(LOG.format(a=ids[0], b=ids[1]), encoding="utf-8")
    first = import_events(path, RaceStore(stores.database))
    assert first[:3] == (3, 1, 4)
    assert first.reasons == {"unknown kind": 1, "no race of that arm": 1, "bad count": 1, "bad time": 1}
    assert import_events(path, RaceStore(stores.database))[:2] == (0, 4)
    status = book.race(race_id).status()
    assert (status.impressions, status.clicks, status.spend, status.quarantined) == (100, 1, 0.5, 3)
    report = book.report(thread_id)
    assert report is not None
    rows = report.rows
    assert {row["title_id"]: row["impressions"] for row in rows} == {ids[0]: 40, ids[1]: 60, ids[2]: 0}
    assert sum(row["probability_best"] for row in rows) == pytest.approx(1)
    table = usage(stores.database)
    mine = table[table.impressions == 100]
    assert mine[["titles", "clicks", "spend", "share"]].values.tolist() == [[3, 1, 0.5, 1.0]]


def test_a_race_without_data_says_so(stores: Stores, begun: tuple[RaceBook, str, list[str], str]) -> None:
    book, _race_id, ids, thread_id = begun
    assert said(book, thread_id).startswith("还没有数据")
    context = ToolContext(stores.advertisers.get(stores.threads.get(thread_id).advertiser_id), thread_id)
    told = RaceTitles(book, stores).run(RaceTitlesArgs(status=True), context).data
    assert told["verdict_zh"][0].startswith("还没有数据") and told["verdict_en"][0].startswith("No data yet")
    book.take([{"id": f"n{ids[0]}", "kind": "impression", "arm_id": ids[0], "count": 9}])
    assert said(book, thread_id).startswith("还分不出胜负")
    chart = RaceTitles(book, stores).run(RaceTitlesArgs(status=True), context).data["chart"]
    drawn = RaceChart.model_validate(chart)
    assert [arm.impressions for arm in drawn.arms] == [9, 0, 0] and drawn.over == "nothing"
    assert drawn.traffic().shares.shape == (0, 3)


def said(book: RaceBook, thread_id: str) -> str:
    report = book.report(thread_id)
    assert report is not None
    return report.verdict["zh"][0]


def test_steering_is_kept_and_audited(stores: Stores, begun: tuple[RaceBook, str, list[str], str]) -> None:
    book, race_id, ids, _thread = begun
    race = book.race(race_id)
    race.pin(ids[1])
    assert {decision.arm_id: decision.propensity for decision in race.choose(n=20)} == {ids[1]: 1.0}
    race.pin(None)
    race.leave(ids[0])
    race.declare(ids[2])
    again = RaceBook(stores).race(race_id)
    assert (again.status().winner, again.status().state) == (ids[2], "stopped")
    assert [deed.what for deed in again.audit()] == ["pin", "unpin", "leave", "declare", "stop"]
    with pytest.raises(KeyError):
        race.pin(ids[0])


def test_a_simulation_finds_the_better_arm_and_names_itself() -> None:
    last = list(simulated([0.02, 0.02, 0.2], 5_000, seed=1))[-1]
    assert last.impressions == 5_000
    assert max(last.arms, key=lambda arm: arm.probability_best).arm_id == "模拟3"
    with pytest.raises(ValueError, match="two or more"):
        list(simulated([0.5], 100))
