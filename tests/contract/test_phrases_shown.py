"""Dynamic phrases of the library where titles are shown: filled, with the template kept, and never invented."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.suggestions import title_sources
from models.catalog import Advertiser, Product
from models.types import Provenance, Title
from tools.base import ToolContext
from tools.compliance.lawbook import Lawbook
from tools.library.materials import Change, MaterialStore, State
from tools.phrases.filling import filled
from tools.race_titles import RaceTitles, RaceTitlesArgs
from tools.racing import RaceBook
from tools.recall import Pool, RecallDesk, RecallSettings, recall
from tools.store import Stores, open_stores
from tools.store.changes import ChangeLog
from ui.page.cards import CardPlace, title_card
from ui.page.text import words

CITY, PRICE, ENDS = "在{city}，露营灯也能亮一整夜", "{price}的露营灯，够用了", "{countdown}，露营灯别错过"
LAMP = Product(id="p1", name="露营灯", price="89元（券后）", keywords=("露营灯",))
MONDAY = datetime.date(2026, 3, 2)


@pytest.fixture
def account(tmp_path: Path) -> Iterator[tuple[Stores, Advertiser]]:
    stores = open_stores(tmp_path)
    stores.advertisers.put(Advertiser(id="a", name="甲", products=(LAMP,)))
    keep = MaterialStore(stores.database)
    keep.put([(one, {}) for one in (CITY, PRICE, ENDS, "{nobody}露营灯")], advertiser_id="a", kind="title", by="导入员")
    moves = [Change(material_id=one.id, before=State.CANDIDATE, after=State.ADMITTED) for one in keep.find()]
    keep.change(moves, by="导入员", note="准入")
    yield stores, stores.advertisers.get("a")
    stores.close()


def test_the_first_screen_shows_them_filled(account: tuple[Stores, Advertiser]) -> None:
    stores, advertiser = account
    found = {one.text: one.title for one in title_sources(stores, advertiser)["library"]}
    assert set(found) == {"在你的城市，露营灯也能亮一整夜", "89元的露营灯，够用了"}, (
        "no last day and no {nobody} is invented"
    )
    card = found["89元的露营灯，够用了"]
    assert card is not None and card.provenance.template == PRICE and card.provenance.source == "library"
    assert "动态词模板：<code>{price}的露营灯，够用了</code>" in title_card(card, CardPlace(1, 30), words("zh"))


def test_recall_brings_them_filled_into_races_and_saving_keeps_the_template(account: tuple[Stores, Advertiser]) -> None:
    stores, advertiser = account
    brought = recall(Pool(stores, advertiser), RecallSettings(), 5, Lawbook(stores).judge).titles
    assert {one.provenance.template for one in brought if "露营灯" in one.text} == {CITY, PRICE}
    RecallDesk(ChangeLog(stores.database)).put(RecallSettings(fill_races=True), by="运营")
    stores.titles.add([Title(id="t1", text="露营灯怎么选")], advertiser_id="a")
    shown, thread = tuple(stores.titles.owned("a", ["t1"])), stores.threads.create("a")
    context = ToolContext(advertiser=advertiser, thread_id=thread.id, shown=shown)
    finals = RaceTitles(RaceBook(stores), stores).run(RaceTitlesArgs(title_ids=("t1",), pick=30), context).titles
    templated = [one for one in finals if one.provenance.template]
    assert templated and all("{" not in one.text for one in finals)
    stores.library.save("a", [templated[0].id])
    assert stores.library.list("a")[0].provenance.template == templated[0].provenance.template


def test_a_kept_title_is_filled_anew_each_day(account: tuple[Stores, Advertiser]) -> None:
    stores, advertiser = account
    kept = Title(id="1", text="周日露营去", provenance=Provenance(template="{weekday}露营去"))
    plain = Title(id="2", text="露营灯怎么选")
    assert [one.text for one in filled(stores, advertiser, [kept, plain], MONDAY)] == ["周一露营去", "露营灯怎么选"]
    assert filled(stores, advertiser, [kept], MONDAY, max_chars=4) == []
    assert filled(stores, advertiser, [plain]) == [plain]


def test_a_pinned_template_is_filled_too(account: tuple[Stores, Advertiser]) -> None:
    stores, advertiser = account
    pinned = RecallSettings(pins={"a": ("{price}带走它", "{countdown}带走它")})
    brought = recall(Pool(stores, advertiser), pinned, 3, Lawbook(stores).judge)
    by_id = {one.id: one for one in brought.titles}
    assert [by_id[one].text for one in brought.trace[0].brought] == ["89元带走它"]


def test_a_price_is_that_of_the_product_spoken_of_or_nobodys(account: tuple[Stores, Advertiser]) -> None:
    stores, advertiser = account
    kettle = Product(id="p2", name="旅行水壶", price="39元", keywords=("水壶",))
    stores.advertisers.put(advertiser.model_copy(update={"products": (LAMP, kettle)}))
    both = stores.advertisers.get("a")
    titles = [
        Title(id=str(number), text=text, provenance=Provenance(source="library"))
        for number, text in enumerate(("{price}的旅行水壶，够用了", "{price}，今天就能出发"))
    ]
    assert [one.text for one in filled(stores, both, titles)] == ["39元的旅行水壶，够用了"]
