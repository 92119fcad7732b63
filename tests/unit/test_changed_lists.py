"""Lists whose titles were changed since: what “全部”, “第4条” and “撤回” mean then."""

from __future__ import annotations

import pytest

from agent.plan import Intent, ShownList, TitleRef
from agent.readers.message import read_message
from agent.readers.references import read_reference
from agent.readers.requests import goes_back, goes_to_the_first
from agent.references import resolve, whole_list
from models.types import Provenance, Title


def title(name: str, parent: str | None = None) -> Title:
    return Title(id=name, text=name, provenance=Provenance(source="edit", parent_id=parent))


TITLES = {
    one.id: one for one in (title("甲"), title("乙"), title("丙"), title("丙2", "丙"), title("丙3", "丙2"), title("丁"))
}


def shown(*lists: tuple[str, ...]) -> list[ShownList]:
    named = (tuple(TITLES[name] for name in ids) for ids in lists)
    return [ShownList.of(index, Intent.GENERATE, titles) for index, titles in enumerate(named)]


def test_a_number_means_the_title_as_it_is_now() -> None:
    lists = shown(("甲", "乙", "丙"), ("丙2",), ("丙3",))
    assert resolve(TitleRef(numbers=(3, 1)), lists, TITLES) == ("丙3", "甲")
    assert resolve(TitleRef(numbers=(3,), which="first"), lists, TITLES) == ("丙",)


def test_the_whole_list_holds_what_was_changed_in_it() -> None:
    assert whole_list(shown(("甲", "乙", "丙"), ("丙2",), ("丙3",)), TITLES) == ("甲", "乙", "丙3")
    assert whole_list(shown(("甲", "乙", "丙"), ("丁",)), TITLES) == ("丁",)
    assert whole_list(
        shown(
            ("甲", "乙", "丙"),
        ),
        TITLES,
    ) == ("甲", "乙", "丙")
    assert whole_list([], TITLES) == ()


@pytest.mark.parametrize(
    "message",
    [
        "撤回，还是刚才那版",
        "还是用之前那5条吧",
        "不改了，恢复成原来的",
        "撤销刚才的修改",
        "算了，回到上一版",
        "go back to the previous version",
    ],
)
def test_a_wish_to_go_back(message: str) -> None:
    assert goes_back(read_message(message))


@pytest.mark.parametrize(
    "message",
    ["还是刚才那版，但短一点", "上一版第2条改短", "还是用“静音”吧", "恢复一下精神的标题来3条", "算了", "好的"],
)
def test_what_else_is_wanted_is_no_wish_to_go_back(message: str) -> None:
    assert not goes_back(read_message(message))


def test_a_word_that_is_named_points_at_no_title() -> None:
    lists = shown(("甲", "乙"), ("丁",))
    assert read_reference(read_message("不要出现“治愈”这个词，也别用感叹号"), lists, Intent.REFINE) is None
    assert read_reference(read_message("这个再短点"), lists, Intent.REFINE) == TitleRef(numbers=(1,))


def test_a_wish_to_go_back_to_the_first() -> None:
    message = read_message("还是喜欢一开始那版，退回去吧")
    assert goes_back(message) and goes_to_the_first(message)
    assert not goes_to_the_first(read_message("还是刚才那版"))


def test_the_one_recommended_is_the_best_one() -> None:
    lists = shown(("甲", "乙", "丙"))
    for text in ("这几条里你会投哪条？", "那就存你说的那条"):
        ref = read_reference(read_message(text), lists, Intent.SCORE)
        assert ref is not None and (ref.by, ref.take) == ("best", 1)
