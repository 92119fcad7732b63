"""What a message says for or against titles shown."""

from __future__ import annotations

import pytest

from agent.plan import Intent, ShownList
from agent.readers.message import read_message
from agent.readers.opinions import only_turns_down, read_opinions, whole

SIX = [ShownList(turn=0, intent=Intent.GENERATE, title_ids=tuple("abcdef"), texts=tuple("abcdef"))]
ONE = [*SIX, ShownList(turn=1, intent=Intent.REFINE, title_ids=("g",), texts=("g",))]
ALL = (1, 2, 3, 4, 5, 6)


def told(text: str, shown: list[ShownList] = SIX) -> tuple[tuple[int, ...], tuple[int, ...]]:
    found = read_opinions(read_message(text), shown)
    return (found.liked.numbers if found.liked else ()), (found.disliked.numbers if found.disliked else ())


@pytest.mark.parametrize(
    ("text", "liked", "disliked"),
    [
        ("第2条不错", (2,), ()),
        ("第2条不错，第3条太尬了", (2,), (3,)),
        ("第1条，我很喜欢", (1,), ()),
        ("1和3不错，2太俗", (1, 3), (2,)),
        ("第4条有意思但是太长了", (4,), ()),
        ("最后一条好土", (), (-1,)),
        ("第1条不太喜欢，换一条", (), (1,)),
        ("I like the second one, don't like #3", (2,), (3,)),
        ("这批都不太行", (), ALL),
        ("一条都不喜欢", (), ALL),
        ("都挺好，挑两条", ALL, ()),
        ("都不喜欢，除了三", (), (1, 2, 4, 5, 6)),
    ],
)
def test_plain_words_for_or_against_a_title_are_opinions(
    text: str, liked: tuple[int, ...], disliked: tuple[int, ...]
) -> None:
    assert told(text) == (liked, disliked)


@pytest.mark.parametrize(
    "text",
    [
        "第三条太长，改短点",
        "第2条可以吗？",
        "第2条可以再短点",
        "为什么第2条不错",
        "第2条的开头不错",
        "第2条里“不错”换掉",
        "第5条里的“耳机”删掉",
        "像第2条这样不错的再来5条",
        "第五条比第二条有意思",
        "第3条不要感叹号",
        "第二条咋回事 分这么难看",
        "number 5 should sound like a friend",
        "大家都喜欢猫",
        "都写上不错",
        "我都可以",
        "上一批都不行",
    ],
)
def test_wishes_questions_and_words_about_a_part_are_none(text: str) -> None:
    assert told(text) == ((), ())


def test_this_one_is_the_title_shown_last_and_all_are_the_latest_list_of_several() -> None:
    assert told("这条不错", ONE) == ((1,), ())
    assert whole(ONE) == ALL
    assert told("第2条不错", []) == ((), ())


def test_what_is_both_praised_and_turned_down_is_left_open() -> None:
    assert told("第2条喜欢，第2条不要了") == ((), ())


@pytest.mark.parametrize(
    "text", ["第3条换一条", "第2条不错，第3条太尬了", "都好普通，重写嘛", "重写第三条", "把第二条换掉", "redo #3"]
)
def test_others_are_wanted_when_nothing_is_said_of_what_they_shall_be_like(text: str) -> None:
    assert only_turns_down(read_message(text), SIX)
    assert not only_turns_down(read_message(text), [])


@pytest.mark.parametrize("text", ["第3条重写，短一点", "第4条换个开头", "第4条换成疑问句", "第一条太长", "第2条不错"])
def test_a_direction_is_a_change_of_the_title(text: str) -> None:
    assert not only_turns_down(read_message(text), SIX)


@pytest.mark.parametrize(
    "text",
    [
        "把第2条改得好笑一点",
        "都要好看一点",
        "第1条加个emoji就可以",
        "I'd like title 2 shorter",
        "make title 2 sound great",
        "第3条别太土",
        "都别太假",
        "第2条不太土",
        "第2条没什么不好",
        "并不讨厌第2条",
        "the last one is not bad",
        "第2条没有第3条好看",
        "第2条喜不喜欢",
        "第一条喜欢第二条不喜欢",
        "第2条突出真空保鲜",
        "第2条讲无聊的周末",
        "都市风很好看",
        "这些包很好看，再写5条",
        "they love snacks, write 5",
        "“治愈”用太多了，都去掉",
        "嗯，都行吧",
        "一开始那第2条不错",
    ],
)
def test_wishes_comparisons_and_words_of_the_product_are_none(text: str) -> None:
    assert told(text) == ((), ())


def test_what_is_excepted_may_be_named_by_its_place_from_the_end() -> None:
    assert told("都不喜欢，除了最后一条") == ((), (1, 2, 3, 4, 5))
    assert told("都不错，除了前三条") == ((4, 5, 6), ())
