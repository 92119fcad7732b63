"""What is to be done to the wording of titles, and what only sounds like words to use or to ban."""

import pytest

from agent.plan import Intent, Plan, PlannerContext, ShownList
from agent.planner import build_planner
from agent.readers.complaints import read_lack
from agent.readers.message import read_message
from agent.readers.operations import Operation, read_operation
from agent.readers.pointed_words import with_words_quoted
from models.catalog import Advertiser, Product

SHOP = Advertiser(id="a", name="野川", products=(Product(name="野川天幕", category="天幕", facts=("薄荷味香囊",)),))
TEXTS = ("露营第一晚，天幕挡住了雨", "折叠椅坐下就不想起来", "周末逃离城市，先支帐篷", "和对象去河边，先涂防晒")
LISTS = (ShownList(turn=1, intent=Intent.GENERATE, title_ids=tuple("abcd"), texts=TEXTS),)


def operation(message: str) -> Operation | None:
    return read_operation(read_message(message))


def plan(message: str, shown: bool = True) -> Plan:
    lists = {"shown": LISTS, "last_intent": Intent.GENERATE} if shown else {}
    return build_planner().plan(message, PlannerContext.model_validate({"advertiser": SHOP} | lists))


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("第5条末尾加个“那咋了”", Operation(tail="那咋了")),
        ("收尾都加个“不加班”", Operation(tail="不加班")),
        ("2号开头加“翻相册”", Operation(head="翻相册")),
        ("最后一个，前面加个“谁懂”", Operation(head="谁懂")),
        ("一跟三揉成一句", Operation(joins=True)),
        ("第1条和第3条合成一条", Operation(joins=True)),
        ("第二个的前半句和第四个的后半句拼一下看看", Operation(joins=True)),
        ("第2条前半句留着，后半句换一个", Operation(keeps="head")),
        ("第一条的前半截挺好，光留前半截，再想几个后半截", Operation(keeps="head")),
        ("第1条后半句保留，前面改改", Operation(keeps="tail")),
        ("第1条的前半句配第3条的后半句", Operation(joins=True)),
        ("第2条结尾换一个", Operation(keeps="head")),
        ("给第1条加个后缀“（附清单）”", Operation(tail="(附清单)")),
    ],
)
def test_what_code_can_do_as_told(message: str, found: Operation) -> None:
    assert operation(message) == found


@pytest.mark.parametrize(
    "message",
    [
        "结尾加个反转",
        "第三条结尾加个问号",
        "“登机”前面加个“可”字",
        "不要在开头加“家人们”",
        "下半句帮我想想：明明很吵的世界",
        "不纠结，1和2上赛马",
        "谢谢配合",
        "第2条结尾换成疑问句",
        "第五条，结尾换个语气词",
        "第2条的开头换一个",
        "上句下句换位置，第二条",
        "还凑合，存了吧",
    ],
)
def test_other_wishes_are_left_to_others(message: str) -> None:
    assert operation(message) is None


def test_words_for_one_title_bind_no_other() -> None:
    read = plan("第2条末尾加个“那咋了”")
    assert read.change is not None and read.change.tail == "那咋了"
    assert read.edit.include_add == () and read.intent is Intent.REFINE


def test_one_is_made_of_several_only_where_several_are_named() -> None:
    read = plan("第1条和第3条合成一条")
    assert read.change is not None and read.change.joins and read.ref is not None and read.ref.numbers == (1, 3)
    whole = plan("合成一条吧")
    assert whole.change is None or not whole.change.joins


def test_a_half_that_stays_is_not_saved() -> None:
    read = plan("第1条前半句留着，后半句换一个")
    assert (read.intent, read.then) == (Intent.REFINE, ())
    assert read.change is not None and read.change.keeps == "head"


@pytest.mark.parametrize(
    ("raw", "quoted"),
    [
        ("第3条的逃离太重了，换个轻点的词", "第3条的“逃离”太重了，换个轻点的词"),
        ("第4条把对象换成闺蜜", "第4条把“对象”换成闺蜜"),
        ("第1条的雨改成雪", "第1条的“雨”改成雪"),
        ("第2条的语气太硬了", "第2条的语气太硬了"),
        ("第9条的雨改成雪", "第9条的雨改成雪"),
        ("把雨改成雪", "把雨改成雪"),
    ],
)
def test_a_word_of_the_title_spoken_of_counts_as_quoted(raw: str, quoted: str) -> None:
    assert with_words_quoted(raw, LISTS) == quoted


def test_words_of_a_title_are_exchanged_without_quotation_marks() -> None:
    read = plan("第4条把对象换成闺蜜")
    assert read.change is not None and read.change.replace == (("对象", "闺蜜"),)


def test_what_is_found_wanting_is_neither_banned_nor_wanted() -> None:
    assert read_lack(read_message("这几条没有情侣感，只有沙子")) == "情侣"
    read = plan("这几条没有情侣感，只有沙子")
    assert read.edit.include_add == () and read.edit.avoid_add == () and read.edit.audience == "情侣"
    for message in ("去掉那股爹味儿", "把说教味去掉", "去掉广告腔"):
        assert plan(message).edit.avoid_add == (), message
    assert "薄荷味" in plan("去掉薄荷味").edit.avoid_add, "the account speaks of it"


@pytest.mark.parametrize("message", ["第4条收着点，太夸张了", "有点过了，收回来一点", "往回收一收"])
def test_toning_down_saves_nothing(message: str) -> None:
    read = plan(message)
    assert read.intent is Intent.REFINE and read.then == ()
    assert read.change is not None and read.change.kind == "softer"


def test_the_length_of_a_word_is_none_of_titles() -> None:
    read = plan("别超过16个字，也别带“露营必备”四个字")
    assert read.edit.max_chars == 16 and "露营必备" in read.edit.avoid_add
    assert plan("带“开学”20字以内").edit.max_chars == 20


@pytest.mark.parametrize("message", ["第2条能不能加个emoji", "加点表情", "能加表情吗"])
def test_a_wish_for_pictures_is_answered(message: str) -> None:
    read = plan(message)
    assert (read.intent, read.know_how, read.edit.avoid_add) == (Intent.EXPLAIN, "emoji", ())


@pytest.mark.parametrize(
    "message",
    [
        "嗨，野川要投B站了，先给我脑暴几条标题",
        "你好，我们准备在B站投广告，先给几条看看",
        "我们要上线新品了，帮我想几条标题",
    ],
)
def test_a_first_order_with_its_occasion_is_an_order(message: str) -> None:
    read = plan(message, shown=False)
    assert (read.intent, read.then) == (Intent.GENERATE, ())


def test_readers_and_scenes() -> None:
    assert plan("写给刚当爸的男人看的").edit.audience == "刚当爸的男人"
    assert plan("换成给中年大叔看的").edit.audience == "中年大叔"
    assert plan("给我妈那辈人看的").edit.audience == "妈那辈人"
    read = plan("换成一家三口旅行")
    assert (read.edit.subject, read.edit.topic) == (None, "一家三口旅行")
    assert plan("第3条写成圣诞节的").edit.include_add == ()
