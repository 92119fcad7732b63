"""Recall: quotas, a trace of who brought what, the law, other accounts' titles, and a named shortfall."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from models.types import Title
from tools.base import ToolContext
from tools.compliance.lawbook import Lawbook
from tools.race_titles import RaceTitles, RaceTitlesArgs
from tools.racing import RaceBook
from tools.recall import Pool, RecallDesk, Recalled, RecallSettings, Strategy, recall
from tools.store import Stores, open_stores
from tools.store.changes import ChangeLog
from ui.cli import app
from ui.commands.common import UserError

PRODUCT = {"name": "晴山帐篷", "category": "露营装备", "selling_points": ["两分钟搭好"], "keywords": ["帐篷", "露营"]}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    for account in ("a1", "a2"):
        history = [
            {"title": f"{account}听过雨夜里的风", "impressions": 90_000, "clicks": 900},
            {"title": f"{account}把家搬到山上", "impressions": 90_000, "clicks": 9_000},
        ]
        opened.advertisers.put(
            {"id": account, "name": account, "business_line": "户外", "products": [PRODUCT], "history": history}
        )
    opened.advertisers.ensure("shared", "公共标题")
    texts = ["帐篷里的第二个早晨", "全国第一的帐篷", "城里没有的星星"]
    opened.titles.add([Title(id=f"s{n}", text=text) for n, text in enumerate(texts)], advertiser_id="shared")
    yield opened
    opened.close()


def _recall(stores: Stores, wanted: int, settings: RecallSettings | None = None, **kwargs: object) -> Recalled:
    pool = Pool(stores, stores.advertisers.get("a1"), **kwargs)  # type: ignore[arg-type]
    return recall(pool, settings or RecallSettings(), wanted, Lawbook(stores).judge)


def _only(**quotas: int) -> RecallSettings:
    off = {name: Strategy(on=False) for name in ("manual", "hot", "category", "line", "similar")}
    return RecallSettings(strategies=off | {name: Strategy(quota=quota) for name, quota in quotas.items()})


def _texts(found: Recalled) -> list[str]:
    return [title.text for title in found.titles]


def test_never_anothers_title_and_nothing_illegal(stores: Stores) -> None:
    texts = " ".join(_texts(_recall(stores, 200, similar=lambda about, k: ["全网最好的帐篷"])))
    assert "a1把家搬到山上" in texts and "帐篷里的第二个早晨" in texts
    assert "a2" not in texts and "第一" not in texts and "最好" not in texts


def test_each_strategy_keeps_to_its_quota_and_the_trace_says_what_it_brought(stores: Stores) -> None:
    found = _recall(stores, 3, _only(line=1, category=2))
    line, category = (next(one for one in found.trace if one.strategy == name) for name in ("line", "category"))
    assert [len(category.brought), len(line.brought)] == [2, 1]
    assert _texts(found)[:1] == ["a1把家搬到山上"], "the better click-through rate first"
    hottest = found.titles[0].id
    assert found.via[hottest] == ("category", "line") and line.repeated >= 1
    assert category.unlawful == 1


def test_what_is_over_the_quotas_fills_empty_places_and_a_shortfall_is_named(stores: Stores) -> None:
    found = _recall(stores, 5, _only(line=1))
    assert len(found.titles) == 2 and found.missing == 3
    assert "还差 3 条" in found.shortfall and "热门关着" in found.shortfall
    assert _recall(stores, 2, _only(line=1)).shortfall == ""


def test_pins_come_first_and_similar_needs_an_index(stores: Stores) -> None:
    settings = RecallSettings(pins={"a1": ("今晚把山顶让给你",), "*": ("人人都有的一条",), "a2": ("别人的一条",)})
    assert _texts(_recall(stores, 2, settings)) == ["今晚把山顶让给你", "人人都有的一条"]
    without = next(one for one in _recall(stores, 5).trace if one.strategy == "similar")
    assert "索引" in without.note
    alike = _recall(stores, 5, _only(similar=2), similar=lambda about, k: [f"{about[:4]}的梦"][:k])
    assert _texts(alike) == ["晴山帐篷的梦"]


def test_settings_are_kept_with_who_and_when_and_refuse_what_they_do_not_know(stores: Stores) -> None:
    desk = RecallDesk(ChangeLog(stores.database))
    assert desk.get() == RecallSettings() and desk.history() == []
    wanted = RecallSettings(strategies={"hot": Strategy(quota=3)}, fill_races=True)
    assert desk.put(wanted, by="运营") and not desk.put(wanted, by="运营")
    assert desk.get() == wanted
    (row,) = desk.history()
    assert (row.by, row.before) == ("运营", None) and row.at.tzinfo is not None
    with pytest.raises(ValidationError, match="没有这种召回策略"):
        RecallSettings(strategies={"luck": Strategy()})


def test_titles_named_one_by_one_race_in_the_order_named(stores: Stores) -> None:
    texts = ["帐篷里的第二个早晨", "搭帐篷只要一首歌", "雨夜里的帐篷"]
    shown = tuple(Title(id=f"t{n}", text=text) for n, text in enumerate(texts))
    thread = stores.threads.create("a1")
    stores.titles.add(shown, advertiser_id="a1", thread_id=thread.id)
    context = ToolContext(advertiser=stores.advertisers.get("a1"), thread_id=thread.id, shown=shown)
    done = RaceTitles(RaceBook(stores), stores).run(RaceTitlesArgs(title_ids=("t2", "t0"), pick=2), context)
    assert [title.id for title in done.titles] == ["t2", "t0"]


def test_one_title_is_picked_and_not_raced(stores: Stores) -> None:
    shown = tuple(Title(id=f"t{n}", text=text) for n, text in enumerate(["帐篷里的第二个早晨", "雨夜里的帐篷"]))
    thread = stores.threads.create("a1")
    stores.titles.add(shown, advertiser_id="a1", thread_id=thread.id)
    context = ToolContext(advertiser=stores.advertisers.get("a1"), thread_id=thread.id, shown=shown)
    race = RaceTitles(RaceBook(stores), stores)
    done = race.run(RaceTitlesArgs(title_ids=("t0", "t1"), pick=1), context)
    assert len(done.titles) == 1 and "action_id" not in done.data and "确认" not in done.summary
    assert stores.actions.pending(thread.id) == []
    assert "action_id" in race.run(RaceTitlesArgs(title_ids=("t0", "t1")), context).data


@pytest.mark.parametrize("fill", [False, True])
def test_a_race_that_is_too_short_is_filled_when_operators_say_so(stores: Stores, fill: bool) -> None:
    RecallDesk(ChangeLog(stores.database)).put(RecallSettings(fill_races=fill), by="运营")
    shown = Title(id="t1", text="搭帐篷只要一首歌")
    thread = stores.threads.create("a1")
    stores.titles.add([shown], advertiser_id="a1", thread_id=thread.id)
    context = ToolContext(advertiser=stores.advertisers.get("a1"), thread_id=thread.id, shown=(shown,))
    done = RaceTitles(RaceBook(stores), stores).run(RaceTitlesArgs(title_ids=("t1",), pick=3), context)
    assert len(done.titles) == (3 if fill else 1)
    assert ("召回补了 2 条" if fill else "比要的少 2 条") in done.summary
    assert len(stores.titles.owned("a1", [one.id for one in done.titles])) == len(done.titles)
    assert not any("a2" in one.text for one in done.titles)


def test_a_race_is_filled_by_meaning_too(stores: Stores) -> None:
    RecallDesk(ChangeLog(stores.database)).put(_only(similar=4).model_copy(update={"fill_races": True}), by="运营")
    shown = Title(id="t1", text="搭帐篷只要一首歌")
    thread = stores.threads.create("a1")
    stores.titles.add([shown], advertiser_id="a1", thread_id=thread.id)
    context = ToolContext(advertiser=stores.advertisers.get("a1"), thread_id=thread.id, shown=(shown,))
    asked: list[str] = []

    def alike(text: str, k: int, account: str | None) -> list[str]:
        asked.append(f"{account} {text}")
        return ["山里的帐篷亮着灯"]

    done = RaceTitles(RaceBook(stores), stores, alike).run(RaceTitlesArgs(title_ids=("t1",), pick=2), context)
    assert "召回补了 1 条（语义相近）" in done.summary and asked == ["a1 晴山帐篷 两分钟搭好"]


def test_the_command_shows_who_brought_what_and_what_is_missing(
    stores: Stores, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    told = CliRunner().invoke(app, ["recall", "a1", "-n", "50", "--for", "race"], env={"COLUMNS": "160"}).output
    assert "a1把家搬到山上" in told and "同类目" in told and "没有索引" in told and "还差" in told
    assert "a2" not in told and "第一" not in told
    lines = json.loads(CliRunner().invoke(app, ["recall", "a1", "--json"]).output)
    assert [one["strategy"] for one in lines["trace"]] == ["manual", "hot", "category", "line", "similar"]
    assert "a1把家搬到山上" not in str(lines["titles"]), "the first screen brings only what the account has not yet"
    for wrong in (["recall", "nobody"], ["recall", "a1", "--for", "luck"]):
        assert isinstance(CliRunner().invoke(app, wrong).exception, UserError)
