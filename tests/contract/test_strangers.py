"""What names another account, or is of another trade, is shown to nobody else: not recalled, not completed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.types import Title
from tools.compliance.lawbook import Lawbook
from tools.demo import load_demo
from tools.library.strangers import Strangers, same_trade
from tools.recall import Pool, RecallSettings, recall
from tools.store import Stores, open_stores
from tools.store.history import past_title_id


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    load_demo(opened)
    yield opened
    opened.close()


def _ids(stores: Stores, account: str) -> dict[str, str]:
    """Ids of an account's past titles by their words."""
    return {past.title: past_title_id(account, past) for past in stores.advertisers.get(account).history}


def test_a_food_account_is_shown_no_cat_food_and_a_pet_account_its_own(stores: Stores) -> None:
    text = "团绒星猫粮，给爱宠好营养"
    title_id = _ids(stores, "adv06")[text]
    assert Strangers(stores, "adv04", "食品").hides(title_id, text)
    assert not Strangers(stores, "adv06", "宠物").hides(title_id, text)
    assert not Strangers(stores, None).hides(title_id, text)


def test_a_title_of_another_trade_is_hidden_though_it_names_nobody(stores: Stores) -> None:
    text = "人类早期驯服侧方停车珍贵影像"
    title_id = _ids(stores, "adv08")[text]
    assert Strangers(stores, "adv06").hides(title_id, text) and not Strangers(stores, "adv06").names(text)
    stores.advertisers.put({"id": "cars", "name": "风里车行", "industry": "汽车销售", "products": []})
    assert not Strangers(stores, "cars").hides(title_id, text)


def test_a_brand_is_known_by_what_account_and_product_begin_with(stores: Stores) -> None:
    assert Strangers(stores, "adv04").names("防晒就选霁橙，高倍防护每一天")
    assert not Strangers(stores, "adv03").names("防晒就选霁橙，高倍防护每一天")


def test_what_an_accounts_own_product_is_called_is_no_other_name(stores: Stores) -> None:
    stores.advertisers.put({"id": "a", "name": "甲家", "products": [{"name": "晴山帐篷"}]})
    assert Strangers(stores, "adv04").names("晴山帐篷搭好了")
    stores.advertisers.put({"id": "b", "name": "乙家", "products": [{"name": "晴山帐篷大号"}]})
    assert not Strangers(stores, "b").names("晴山帐篷搭好了"), "names changed a moment ago are known"


@pytest.mark.parametrize("account", ["adv01", "adv04", "adv06"])
def test_no_strategy_brings_a_title_that_names_another(stores: Stores, account: str) -> None:
    stores.advertisers.ensure("shared", "公共标题")
    stores.titles.add(
        [Title(id="s1", text="青鹭便签陪你上课"), Title(id="s2", text="今晚的风很轻")], advertiser_id="shared"
    )
    viewer = stores.advertisers.get(account)
    pool = Pool(stores, viewer, lambda about, k: ["会拍照的喂食器，替你看一眼", "澈行年糕小电真能停"], own=False)
    found = [title.text for title in recall(pool, RecallSettings(), 200, Lawbook(stores).judge).titles]
    assert "今晚的风很轻" in found
    strangers = Strangers(stores, account)
    assert not [text for text in found if strangers.names(text)]


def test_trades_are_alike_by_words_or_by_the_groups_of_the_rules() -> None:
    assert same_trade("手游", "单机游戏") and same_trade("宠物", "宠物用品") and same_trade("零食", "生鲜果蔬")
    assert not same_trade("食品", "宠物") and not same_trade(None, "宠物")
