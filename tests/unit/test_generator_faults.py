"""Which drafts are broken: garbled, stuttering, with loose ends."""

from __future__ import annotations

import pytest
from scripted_generator import request

from models.generator.candidate import Candidate
from models.generator.filters import fault, is_garbled, stutters, tidy


@pytest.mark.parametrize(
    "text", ["戴上降噪耳机的", "“没说完", "关键词：耳机", "哈", "耳机耳机耳机", "降噪ノイズ", "我喜欢，我喜欢，我喜欢"]
)
def test_broken_forms(text):
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["地铁上戴降噪耳机，我坐过了三站", "“你听见了吗？”他摘下耳机", "哈哈哈，这也行！"])
def test_whole_forms(text):
    assert not is_garbled(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("打开开放世界手游，我迷路了", ("开放世界手游",)),
        ("我给给娃买的书，自己先看完了", ("给娃买的书",)),
        ("收好好物清单再出门", ("好物清单",)),
        ("这款防晒霜霜体很轻", ("防晒霜",)),
    ],
)
def test_a_word_that_ends_as_its_neighbour_begins_is_a_stutter(text, words):
    assert stutters(text, words)
    assert fault(Candidate(text), request(keywords=words)) == "garbled"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("天天开心的秘诀，是早点下班", ("开心", "下班")),
        ("看看别人家的书桌", ("书桌", "别人家")),
        ("慢慢来，阅读器比较快", ("阅读器", "慢慢来")),
        ("妈妈们的宝宝椅，坐得住吗", ("宝宝椅", "妈妈们")),
        ("好好好，降噪耳机你赢了", ("降噪耳机", "好好")),
        ("真香香香，这锅酸辣粉", ("真香", "酸辣粉")),
        ("高高兴兴出门，安安静静降噪", ("降噪", "出门")),
        ("谢谢爸爸，奶奶的毛毯到了", ("毛毯", "爸爸", "奶奶")),
        ("奶奶爱喝的豆豆茶，试试才知道", ("豆豆茶", "奶奶")),
        ("人人都说贵，偏偏常常断货", ("断货", "人人")),
        ("渐渐懂了，刚刚好的音量才叫降噪", ("降噪", "音量")),
        ("ABB Bb套装，玩玩再说", ("ABB", "套装")),
        ("来来来，聊聊降噪耳机", ("降噪耳机",)),
        ("暖暖的羽绒服，穿上就不想脱", ("羽绒服", "暖暖")),
        ("今年年货怎么囤，听我一句", ("年货",)),
        ("今天天气正好，拍照去", ("天气",)),
        ("睡前聊聊天，就不焦虑了", ("聊天",)),
    ],
)
def test_what_is_said_twice_on_purpose_is_no_stutter(text, words):
    assert not stutters(text, words)


def test_what_was_asked_for_is_no_stutter():
    text = "大学生生活费怎么花，听学姐一句"
    assert fault(Candidate(text), request(keywords=("生活费",))) == "garbled"
    assert fault(Candidate(text), request(keywords=("生活费",), must_include=("大学生生活费",))) is None


def test_a_title_is_no_shorter_for_losing_its_closing_mark():
    asked = request(base="手冲壶退货的人，都是因为什么？", instruction="更短", keywords=("手冲壶",))
    assert fault(Candidate("手冲壶退货的人，都是因为什么"), asked) == "length"
    assert fault(Candidate("手冲壶退货的人，都是为啥？"), asked) is None


def test_tidy_takes_off_loose_ends():
    assert tidy(" “我摘下了耳机。” ") == "我摘下了耳机。"
    assert tidy("到站了，") == "到站了"
