"""An account's own claims in other words, and requests for them."""

import pytest

from tools.compliance.own import find
from tools.compliance.requests import load_reader


@pytest.mark.parametrize(
    ("claim", "title", "said"),
    [
        ("糖尿病可食", "绿豆糕适合糖尿病人吃", "适合糖尿病人"),
        ("糖尿病可食", "糖友也能吃的绿豆糕", "糖友也能吃"),
        ("永不生锈", "淋雨一辈子不生锈的柜子", "一辈子不生锈"),
        ("完全无尘", "倒猫砂百分百无尘", "百分百无尘"),
        ("包就业", "学完确保就业", "确保就业"),
        ("治疗失眠", "失眠也能治好的床垫", "失眠也能治好"),
        ("零刺激", "卸妆没有刺激", "没有刺激"),
        ("月薪翻倍", "学完工资翻番", "工资翻番"),
        ("杜绝蛀牙", "刷它跟蛀牙没关系", None),
        ("代替医疗康复", "在家取代医疗康复", "取代医疗康复"),
        ("七天瘦十斤", "一周掉10斤的弹力带", "一周掉10斤"),
        ("官方授权（未取得不得使用）", "官方授权的收纳册", "官方授权"),
    ],
)
def test_a_claim_is_found_in_other_words(claim: str, title: str, said: str | None) -> None:
    assert [finding.span for finding in find(title, (claim.split("（")[0],))] == ([said] if said else [])


@pytest.mark.parametrize(
    ("claim", "title"),
    [
        ("糖尿病可食", "糖尿病人不能吃绿豆糕"),
        ("糖尿病可食", "糖尿病人能吃绿豆糕吗"),
        ("糖尿病可食", "绿豆糕不适合糖尿病人"),
        ("治疗失眠", "床垫治不好失眠"),
        ("保证减重", "不承诺减重，跟练看自己"),
        ("永不生锈", "柜子会不会生锈"),
        ("必出", "一定会出海的船"),
        ("保证", "确保门窗关好再睡"),
        ("护身保健", "上课包里带一包纸"),
    ],
)
def test_what_denies_or_asks_is_not_the_claim_and_a_frame_alone_is_none(claim: str, title: str) -> None:
    assert find(title, (claim,)) == []


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("给低糖绿豆糕写五条，突出适合糖尿病人吃", ["适合糖尿病人"]),
        ("写几条，加上“糖尿病可食”", ["糖尿病可食"]),
        ("写几条，别提糖尿病可食", []),
        ("糖尿病可食这种话能写吗", []),
        ("写得稳一点，保证别出错", []),
    ],
)
def test_a_message_that_asks_for_an_own_claim_is_heard(message: str, asked: list[str]) -> None:
    words = ("糖尿病可食", "保证", "第一")
    assert [finding.span for finding in load_reader().asked_for(message, words)] == asked
