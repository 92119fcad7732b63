"""The first screen: sources mixed, legal, unlike each other, explored by a known chance, and accounted for."""

from __future__ import annotations

import datetime
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from agent.assembly import Assistant, Settings
from agent.recommend import first_screen, mix, recommend_titles
from agent.suggestions import Suggestion, keyword_sources
from models.types import Scores, Title
from tools.library.adoption import adoption_report, log_adoption, source_counts
from tools.store import MemeRecord, Stores, open_stores

MONDAY = datetime.datetime(2026, 9, 14, 9, tzinfo=datetime.UTC)


class Scorer:
    def scores(self, titles: Sequence[str], keywords: object = None) -> list[Scores]:
        return [Scores(fluency=0.9, style=0.5, quality=0.5, source="test") for _ in titles]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    opened.advertisers.put(
        {
            "id": "a1",
            "name": "甲",
            "products": [{"name": "晴山帐篷", "category": "露营装备", "selling_points": ["两分钟搭好", "下雨不漏"]}],
            "recent_queries": ["露营标题来十条", "帐篷防水怎么写"],
            "history": [
                {"title": "一个人也能搭起来的家", "impressions": 90_000, "clicks": 5_400},
                {"title": "全网第一的帐篷就是它", "impressions": 90_000, "clicks": 9_000},
                {"title": "雨夜里听雨，脚是干的", "impressions": 90_000, "clicks": 900},
            ],
        }
    )
    opened.titles.add([Title(id="w1", text="把周末搬到山上去过")], advertiser_id="a1")
    opened.memes.put(
        [
            MemeRecord("m1", "躺平", "不想动", tags=("旅行",), heat=5, year=2026),
            MemeRecord("m2", "坏梗", "不能用", tags=("旅行",), heat=5, risk="avoid"),
            MemeRecord("m3", "内卷", "与露营无关", tags=("理财",), heat=5),
            MemeRecord("m4", "人，XX", "对人说话", tags=("旅行",), heat=4, year=2026),
        ]
    )
    yield opened
    opened.close()


def _screen(stores: Stores, n: int = 20, seed: int = 0, at: datetime.datetime = MONDAY) -> list[Suggestion]:
    return first_screen(stores, Scorer(), stores.advertisers.get("a1"), n, seed=seed, clock=lambda: at)


def test_the_gap_in_a_meme_is_shown_as_one(stores: Stores) -> None:
    cards = keyword_sources(stores, stores.advertisers.get("a1"), MONDAY.date())["meme"]
    assert [(one.text, one.message) for one in cards if one.text.startswith("人")] == [
        ("人，…×晴山帐篷", "用“人，XX”这个梗给晴山帐篷写5条标题")
    ]


def test_every_source_comes_and_nothing_illegal_or_risky(stores: Stores) -> None:
    found = _screen(stores)
    assert {one.source for one in found} == {"history", "written", "product", "query", "meme"}
    texts = " ".join(one.text for one in found)
    assert "第一" not in texts and "坏梗" not in texts and "内卷" not in texts and "躺平" in texts
    assert all(bool(one.title) != bool(one.message) for one in found)
    assert all(one.title.scores and one.title.compliance for one in found if one.title)
    best = [one.text for one in found if one.source == "history"]
    assert best == ["一个人也能搭起来的家", "雨夜里听雨，脚是干的"]


def test_titles_alone_and_no_more_than_asked(stores: Stores) -> None:
    account = stores.advertisers.get("a1")
    assert len(recommend_titles(stores, Scorer(), account, 2, clock=lambda: MONDAY)) == 2
    texts = {title.text for title in recommend_titles(stores, Scorer(), account, 9, clock=lambda: MONDAY)}
    assert texts == {"一个人也能搭起来的家", "雨夜里听雨，脚是干的", "把周末搬到山上去过"}


def test_a_screen_can_be_drawn_again(stores: Stores, tmp_path: Path) -> None:
    first, again = ([one.id for one in _screen(stores, 4, seed=3)] for _ in range(2))
    assert first == again
    assert len({tuple(one.id for one in _screen(stores, 4, seed=seed)) for seed in range(12)}) > 3


def _cards(source: str, *texts: str) -> list[Suggestion]:
    return [Suggestion(id=f"{source}{text}", source=source, text=text, message="x") for text in texts]


def test_what_says_the_same_is_shown_once() -> None:
    sources = {"a": _cards("a", "雨夜里听雨脚是干的", "山上看日出"), "b": _cards("b", "雨夜里听雨，脚是干的！")}
    found = mix(sources, {"a": 0.2, "b": 0.2}, 5, random.Random(0))
    assert len(found) == 2 and "山上看日出" in [one.text for one in found]


def test_logged_propensity_is_the_frequency_of_the_source() -> None:
    sources = {"a": _cards("a", "雨夜里"), "b": _cards("b", "看日出")}
    draw = random.Random(0)
    drawn = [mix(sources, {"a": 0.6, "b": 0.2}, 1, draw)[0] for _ in range(4000)]
    share = Counter(one.source for one in drawn)["a"] / len(drawn)
    logged = next(one.propensity for one in drawn if one.source == "a")
    assert logged == pytest.approx(0.15 / 2 + 0.85 * 0.75)
    assert share == pytest.approx(logged, abs=0.03)


def test_adoption_is_reported_by_source_and_week(stores: Stores) -> None:
    shown = _screen(stores)
    _screen(stores, at=MONDAY + datetime.timedelta(days=8))
    taken = next(one for one in shown if one.source == "query")
    log_adoption(stores, "a1", taken.id)
    log_adoption(stores, "a1", "never shown")
    stores.library.save("a1", ["w1"])
    rows = {(row.period, row.source): row for row in adoption_report(stores, "a1")}
    queries = sum(one.source == "query" for one in shown)
    query = rows["2026-W38", "query"]
    assert (query.shown, query.adopted) == (queries, 1) and query.low < query.rate < query.high
    assert rows["2026-W38", "written"].adopted == 1 and rows["2026-W38", "meme"].adopted == 0
    assert rows["2026-W38", "全部"].shown == len(shown)
    assert adoption_report(stores, "other") == []
    assert [row.period for row in adoption_report(stores, "a1", by="day")] == ["2026-09-14"] * len(rows)
    assert source_counts(stores)["query"] == (queries, 1)


def test_an_adopted_source_comes_more_often(stores: Stores) -> None:
    before = Counter(one.source for seed in range(40) for one in _screen(stores, 1, seed))
    for one in _screen(stores):
        if one.source == "meme":
            log_adoption(stores, "a1", one.id)
    after = Counter(one.source for seed in range(40) for one in _screen(stores, 1, seed))
    assert after["meme"] > before["meme"]


def test_recall_brings_what_the_account_does_not_have_and_says_how(stores: Stores) -> None:
    from tools.recall import RecallDesk, RecallSettings
    from tools.store.changes import ChangeLog

    stores.advertisers.ensure("shared", "公共标题")
    stores.titles.add(
        [Title(id="p1", text="帐篷里的第二个早晨"), Title(id="p2", text="一个人也能搭起来的家")], advertiser_id="shared"
    )
    RecallDesk(ChangeLog(stores.database)).put(RecallSettings(pins={"a1": ("今晚把山顶让给你",)}), by="运营")
    found = {one.text: one for one in _screen(stores, 40)}
    assert found["今晚把山顶让给你"].source == "manual"
    assert found["帐篷里的第二个早晨"].source in {"hot", "manual"}
    assert found["一个人也能搭起来的家"].source == "history", "what the account has is not recalled again"


def test_the_assistant_shows_logs_and_counts_what_is_taken_up(
    scripted_assistant: tuple[Assistant, Settings],
) -> None:
    assistant, _ = scripted_assistant
    shown = assistant.first_screen("adv03", 8)
    assert len(shown) == 8 and len({one.text for one in shown}) == 8
    assistant.adopt("adv03", shown[2].id)
    rows = [row for row in adoption_report(assistant.stores, "adv03") if row.source == "全部"]
    assert [(row.shown, row.adopted) for row in rows] == [(8, 1)]
    others = {past.title for one in assistant.advertisers.list() if one.id != "adv03" for past in one.history}
    own = {past.title for past in assistant.advertisers.get("adv03").history}
    assert all(one.via for one in shown if one.title and one.text in others - own)
