"""The best liked patterns of a class do not open every advertiser's list, and nobody's own list changes by that."""

from __future__ import annotations

import pytest

from models.generator.bank import Bank
from models.generator.generator import Generator
from models.generator.openers import KEPT, MOST_WORN, WORN, Openers
from models.generator.pattern import Pattern
from models.generator.patterns import PatternBank
from models.generator.request import TitleRequest

GADGET = frozenset({"gadget"})
LIKED = Pattern("收拾抽屉翻出{product}，又玩了一下午", GADGET, "故事", appeal=4.9)
NEXT = Pattern("出门前找{product}，最后在手里找到", GADGET, "幽默", appeal=4.6)
ASKED = [TitleRequest(keywords=(word,)) for word in ("降噪耳机", "机械键盘", "行车记录仪")]


def test_a_pattern_wears_by_the_lists_of_other_words_alone() -> None:
    openers = Openers()
    for words in (["耳机"], ["键盘"], ["键盘"], ["键盘", "静音"]):
        openers.note("翻出", words)
    assert openers.worn(["鼠标"]) == {"翻出": 3 * WORN}  # asked for again it counts once
    assert openers.worn(["耳机"]) == {"翻出": 2 * WORN}
    assert openers.worn(["静音", "键盘"]) == {"翻出": 2 * WORN}


def test_it_wears_so_far_and_is_forgotten() -> None:
    openers = Openers()
    for number in range(KEPT):
        openers.note("翻出", [str(number)])
    assert openers.worn(["鼠标"]) == {"翻出": MOST_WORN}
    for number in range(KEPT):
        openers.note("找到", [str(number)])
    assert openers.worn(["鼠标"]) == {"找到": MOST_WORN}


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> Generator:
    monkeypatch.setattr("models.generator.patterns.CHANCE", 0.0)
    return Generator(None, Bank([]), patterns=PatternBank([LIKED, NEXT]))


def first(generator: Generator, request: TitleRequest) -> str:
    return generator.draw(request, 2).titles[0].text


def test_the_next_best_opens_another_list(generator: Generator) -> None:
    assert first(generator, ASKED[0]) == "收拾抽屉翻出降噪耳机，又玩了一下午"
    assert first(generator, ASKED[1]) == "出门前找机械键盘，最后在手里找到"
    assert first(generator, ASKED[2]) == "收拾抽屉翻出行车记录仪，又玩了一下午"  # both are worn as much


def test_the_same_words_get_the_same_list_again(generator: Generator) -> None:
    before = [one.text for one in generator.draw(ASKED[0], 2).titles]
    assert [one.text for one in generator.draw(ASKED[0], 2).titles] == before


def test_chance_is_another_for_other_words() -> None:
    equal = [Pattern(f"{{product}}{at}号收在抽屉", GADGET, "故事", appeal=4.0) for at in "甲乙丙丁戊己庚辛"]
    bank = PatternBank(equal)
    asked = [TitleRequest(keywords=(word,)) for word in ("降噪耳机", "机械键盘", "游戏鼠标", "充电宝", "平板")]
    assert len({bank.fill(one, 1)[0].pattern for one in asked}) > 1
