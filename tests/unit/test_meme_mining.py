"""Mining: what rises is proposed with evidence, what was always said is not, and patterns are found by their slots."""

from __future__ import annotations

import datetime
import random

import pytest

from tools.memes.bursts import burst
from tools.memes.mining import MiningSettings, Post, Proposal, mine
from tools.memes.refreshing import renewed
from tools.memes.slots import frames, show
from tools.store.heat import cooled

CHARS = "山河日月风花雪叶竹石云雨鸟鱼虫草木金土火春夏秋冬东西南北天地人心手足口耳目红黄蓝绿青白黑紫"
START = datetime.date(2026, 3, 2)


def _noise(count: int, draw: random.Random, first: int = 0) -> list[Post]:
    return [
        Post(text="".join(draw.choices(CHARS, k=14)), day=START + datetime.timedelta(days=first + n % 28))
        for n in range(count)
    ]


def _said(template: str, count: int, draw: random.Random, first: int) -> list[Post]:
    def words() -> str:
        return "".join(draw.choices(CHARS, k=3))

    return [
        Post(
            text=template.replace("X", words()).replace("Y", words()),
            day=START + datetime.timedelta(days=first + n % 5),
        )
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def found() -> list[Proposal]:
    draw = random.Random(0)
    before = _noise(300, draw) + _said("X老地方见Y", 15, draw, 3)
    after = _noise(300, draw, 28) + _said("X老地方见Y", 15, draw, 30)
    after += _said("X电子榨菜Y", 14, draw, 35) + _said("X的尽头是Y", 14, draw, 35) + _said("X赛博盆栽Y", 14, draw, 40)
    return mine(before + after, known=["赛博盆栽"], settings=MiningSettings(recent_share=0.52))


def test_what_rose_is_proposed_and_what_was_always_said_or_known_is_not(found: list[Proposal]) -> None:
    terms = " ".join(one.term for one in found)
    assert "电子榨菜" in terms and "X的尽头是Y" in terms
    assert "老地方" not in terms and "赛博" not in terms
    assert len(found) <= 4


def test_a_proposal_comes_with_its_evidence(found: list[Proposal]) -> None:
    one = next(one for one in found if "的尽头是" in one.term)
    assert (one.kind, one.texts, one.background_texts) == ("pattern", 14, 0)
    assert one.z > 3 and len(one.examples) == 3 and all("的尽头是" in example for example in one.examples)
    assert one.burst is not None and one.burst.peak == "2026-W15" and one.burst.ratio > 5


def test_a_background_of_its_own_is_used() -> None:
    draw = random.Random(1)
    posts = _noise(60, draw) + _said("X电子榨菜Y", 12, draw, 0)
    assert any("电子榨菜" in one.term for one in mine(posts, _noise(60, draw)))
    assert mine(posts, posts) == []


def test_without_days_or_background_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(ValueError, match="背景"):
        mine([Post(text="没有日期"), Post(text="也没有背景")])


def test_frames_need_many_fillings_and_keep_the_longest() -> None:
    words = ["风花", "雪月", "山河", "云雨", "竹石", "春秋"]
    texts = [[f"{word}的尽头是{other}"] for word, other in zip(words, reversed(words), strict=True)]
    assert frames(texts, least=6, fillings=5) == {("", "的尽头是", ""): 6}
    assert frames([["风花的尽头是雪月"]] * 6, least=6, fillings=5) == {}
    framed = [[f"救命{word}也太香了"] for word in words]
    assert ("救命", "", "也太香了") in frames(framed, least=6, fillings=5)
    assert show(("", "的尽头是", "")) == "X的尽头是Y" and show(("救命", "", "了")) == "救命X了"


def test_a_burst_by_hand() -> None:
    monday = datetime.date(2026, 9, 14)
    weeks = [monday + datetime.timedelta(days=7 * n) for n in range(4)]
    everything = [week for week in weeks for _ in range(100)]
    found = burst([weeks[0], *[weeks[2]] * 19], everything)
    assert found is not None and found.peak == "2026-W40" and found.weeks["2026-W38"] == 1
    assert found.ratio == pytest.approx(19 / (1.5 / 301 * 100), abs=0.1)
    assert burst([], everything) is None and burst([monday], [monday]) is None


@pytest.mark.parametrize(
    ("heat", "share", "days", "now"),
    [(5, 0, 180, 3), (3, 0, 360, 1.5), (2, 0.003, 0, 5), (1, 0.0003, 30, 3), (4, 0.00003, 0, 4), (1, 0, 999, 1)],
)
def test_heat_halves_with_time_and_rises_with_mentions(heat: float, share: float, days: int, now: float) -> None:
    assert renewed(cooled(heat, days), share) == pytest.approx(now)


def test_heat_cools_by_the_half_life_and_never_below_one() -> None:
    assert [cooled(5, days, 30) for days in (-9, 0, 30, 60, 9999)] == [5, 5, 3, 2, 1]
