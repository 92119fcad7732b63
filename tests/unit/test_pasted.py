"""Pasted links, labels and lists become what the readers know; other messages stay as they are."""

from __future__ import annotations

import pytest

from agent.planner.examples import load_examples
from agent.readers.message import read_message
from agent.readers.pasted import is_lone_link, listed, listed_beside, unpasted, without_links
from agent.readers.topic import read_keywords
from agent.replies import reply_language


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("关键词：\n露营\n折叠椅\n来3条", "关键词：露营、折叠椅\n来3条"),
        ("关键词：\n- 露营\n- 折叠椅", "关键词：露营、折叠椅"),
        ("商品链接：https://a.example/i.htm?id=9\n商品名：轻椅\n卖点：两秒展开\n来3条", "轻椅\n突出两秒展开\n来3条"),
        ("https://a.example/i?x=1 轻椅，写3条", "轻椅，写3条"),
        ("https://a.example/i", "https://a.example/i"),
        ("第二个再短点", "第二个再短点"),
        ("关键词：露营，来3条\n20字以内", "关键词：露营，来3条\n20字以内"),
        ("卖点：", "卖点："),
        ("", ""),
    ],
)
def test_what_is_pasted_is_read(pasted: str, plain: str) -> None:
    assert unpasted(pasted) == plain


@pytest.mark.parametrize(
    "pasted",
    [
        "护眼\n台灯\n宿舍",
        "- 护眼\n- 台灯\n- 宿舍\n",
        "1、护眼\n2、台灯\n3、宿舍",
        "护眼，\r\n台灯，\r\n宿舍",
        "护眼、台灯、宿舍。",
        "护眼/台灯/宿舍",
        "护眼\t台灯\t宿舍",
        "护眼，台灯，宿舍",
        "关键词：护眼，台灯，宿舍",
    ],
)
def test_a_list_and_nothing_else_is_keywords(pasted: str) -> None:
    assert unpasted(pasted) == "关键词：护眼、台灯、宿舍"
    assert read_keywords(read_message(unpasted(pasted))) == ("护眼", "台灯", "宿舍")


@pytest.mark.parametrize(
    "said",
    [
        "短一点，活泼一点，再来三条",
        "短一点\n活泼一点",
        "幽默、搞笑",
        "第二条、第四条",
        "12、13",
        "可以，谢谢，再见",
        "护眼，台灯",
        "护眼",
        "护眼台灯放在宿舍也不占地方\n考研党的桌子不用再收拾",
        "护眼、台灯，来3条",
    ],
)
def test_what_says_more_is_no_list(said: str) -> None:
    assert listed(said) == []


@pytest.mark.parametrize(
    "said",
    [
        "尺码全、显瘦、通勤",
        "价格实惠、好吃、送礼",
        "成分党、护肤、敏感肌",
        "答谢宴、酒店、包间",
        "流行语、T恤、夏天",
        "婚礼、请柬、刻名字",
    ],
)
def test_a_word_that_others_ask_with_may_be_a_keyword(said: str) -> None:
    assert listed(said) == said.split("、")


def test_no_message_that_was_ever_labelled_is_taken_for_a_list() -> None:
    said = [one.message for one in load_examples("train")]
    assert len(said) > 5000
    assert [one for one in said if listed(one)] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("小电，停车难、女生、上下班", ("停车难", "女生", "上下班")),
        ("出三条，夜骑、通勤、下雨。别太长", ("夜骑", "通勤", "下雨")),
        ("第二条、第三条、第四条，短一点", ()),
        ("小电，停车难、女生", ()),
        ("耳机、充电器、键盘各写一条", ()),
    ],
)
def test_a_clause_that_lists_words_says_what_titles_speak_of(said: str, words: tuple[str, ...]) -> None:
    assert listed_beside(read_message(said), []) == words
    assert listed_beside(read_message(said), [(0, len(said))]) == ()


def test_a_long_list_is_kept_as_far_as_titles_use_it() -> None:
    words = ["防滑", "显高", "透气", "通勤", "厚底", "轻便", "夏天", "百搭", "学生党"]
    assert read_keywords(read_message(unpasted("\n".join(words)))) == tuple(words[:8])


@pytest.mark.parametrize(
    "message",
    [
        "https://item.example.com/i.htm?id=9",
        "看看这个：https://b23.example/x",
        "商品链接：\nhttps://a.example/i",
        "https://a.example/i\nhttps://a.example/j",
        "item.taobao.com/item.htm?id=1",
        "这款 www.a.example/1",
    ],
)
def test_a_link_alone_is_known(message: str) -> None:
    assert is_lone_link(message)


@pytest.mark.parametrize("message", ["https://a.example/i 轻椅", "看看这个", "", "给这个链接写5条 https://a.example/i"])
def test_a_link_with_words_is_not_alone(message: str) -> None:
    assert not is_lone_link(message)


def test_a_link_does_not_choose_the_language_of_the_reply() -> None:
    message = "https://item.example.com/detail.htm?id=9"
    assert reply_language(without_links(message), "zh") == "zh"
