"""Type-ahead by the length of what is typed, over an association that says what it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.typeahead import ALIKE_FROM, TypeAhead, is_order
from tools.store import Stores, open_stores

LONG = "帐篷里听雨的夜晚真安静"


class Associating:
    """Goes on from a text in `going` ways, and knows `alike` titles."""

    def __init__(self, going: int, alike: list[str]) -> None:
        self.going, self.alike, self.asked = going, alike, 0

    def complete(self, text: str, k: int = 5, *, account: str | None = None, industry: str | None = None) -> list[str]:
        return [f"{text}{n}" for n in range(self.going)][:k]

    def similar(self, text: str, k: int = 5, *, account: str | None = None, industry: str | None = None) -> list[str]:
        self.asked += 1
        return self.alike[:k]

    def find(self, text: str, *, account: str | None = None, industry: str | None = None) -> str | None:
        return "t1" if text in self.alike and account == "a" else None


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    yield opened
    opened.close()


def test_little_is_completed_and_more_brings_what_is_alike(stores: Stores) -> None:
    association = Associating(0, ["雨夜里，脚是干的"])
    ahead = TypeAhead(association, stores)
    assert ahead.titles(LONG[: ALIKE_FROM - 1]) == [] and not association.asked
    assert ahead.titles(LONG) == ["雨夜里，脚是干的"]
    assert ahead.titles("  ") == []


def test_what_goes_on_comes_first_and_leaves_room(stores: Stores) -> None:
    alike = ["雨夜里，脚是干的", f"{LONG}0", "山顶的第一个早晨"]
    assert TypeAhead(Associating(9, alike), stores).titles(LONG) == [f"{LONG}{n}" for n in range(3)] + alike[::2]
    assert TypeAhead(Associating(9, alike[:1]), stores).titles(LONG) == [f"{LONG}{n}" for n in range(4)] + alike[:1]
    assert len(TypeAhead(Associating(9, []), stores).titles(LONG)) == 5


@pytest.mark.parametrize(
    "text",
    [
        "来5条露营灯的标题，活泼一点", "茉莉冷泡茶，办公室摸鱼，四条", "第二条再短一点好不好", "不要用感叹号和数字",
        "15字以内，要有悬念", "把前两条存到素材库里", "这个写法违规吗帮我看看", "give me five titles",
    ],
)  # fmt: skip
def test_an_order_is_no_title_in_the_making(stores: Stores, text: str) -> None:
    association = Associating(0, ["雨夜里，脚是干的"])
    assert is_order(text) and TypeAhead(association, stores).titles(text) == [] and not association.asked


@pytest.mark.parametrize("text", [LONG, "周五下班，锅里的牛油先替我欢呼", "早八人的防晒，涂完刚好等到电梯"])
def test_a_title_is_no_order(text: str) -> None:
    assert not is_order(text)


def test_only_a_title_that_is_there_is_adopted(stores: Stores) -> None:
    ahead = TypeAhead(Associating(0, ["雨夜里，脚是干的"]), stores)
    assert ahead.take("a", "雨夜里，脚是干的") and not ahead.take("b", "雨夜里，脚是干的") and not ahead.take("a", LONG)
    assert [(one.kind, one.advertiser_id, one.note) for one in stores.feedback.of("t1")] == [
        ("adopt", "a", "type-ahead")
    ]
