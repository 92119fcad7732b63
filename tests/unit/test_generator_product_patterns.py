"""Patterns written for one kind of product stand beside those of its class, for that kind only."""

import re

import pytest

from models.generator import product_patterns
from models.generator.candidate import Candidate
from models.generator.filters import fault
from models.generator.naming import kind_of_product
from models.generator.pattern import Pattern
from models.generator.patterns import PatternBank, load_patterns
from models.generator.product_patterns import kind_by_ending, load_product_patterns, topic_by_ending
from models.generator.request import TitleRequest
from models.text import title_length
from models.types import Verdict
from tools.compliance import check

ANY = Pattern("{product}，先看看再说", frozenset({"goods", "pet", "any"}), "好奇")
OWN = Pattern("铲{product}的时候，猫在旁边监工", frozenset(), "幽默", kind="猫砂")
WORDS = {"product": "小禾", "audience": "大学生", "scene": "周末", "feature": "颜值"}


def test_they_are_for_their_kind_alone_and_come_first() -> None:
    bank = PatternBank([ANY], kinds={"猫砂": [OWN]})
    asked = TitleRequest(keywords=("豆腐猫砂",))
    assert [one.text for one in bank.fill(asked, 5)] == ["铲豆腐猫砂的时候，猫在旁边监工", "豆腐猫砂，先看看再说"]
    named = TitleRequest(keywords=("猫砂",), product="小禾")
    assert {one.text for one in bank.fill(named, 5)} <= {
        f"{start}{name}{end}"
        for name in ("猫砂", "小禾")
        for start, end in (("铲", "的时候，猫在旁边监工"), ("", "，先看看再说"))
    }
    other = TitleRequest(keywords=("猫砂盆",))
    assert [one.text for one in bank.fill(other, 5)] == ["猫砂盆，先看看再说"]


def test_the_longest_ending_tells_the_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    told = "# head\n电动牙刷\n牙刷\t软毛刷\n-\t马桶牙刷\n"
    monkeypatch.setattr(product_patterns, "load_prompt", lambda _name: told)
    product_patterns._kinds.cache_clear()
    kinds = [kind_by_ending(name) for name in ("儿童电动牙刷", "儿童牙刷", "软毛刷", "刷牙", "", "马桶牙刷")]
    product_patterns._kinds.cache_clear()
    assert kinds == ["电动牙刷", "牙刷", "牙刷", "", "", ""]


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"keywords": ("饮水机",), "category": "宠物饮水机"}, "宠物饮水机"),  # the filing says it more closely
        ({"keywords": ("饮水机",), "category": "家电"}, "饮水机"),
        ({"keywords": ("奶茶",), "product": "三分甜", "category": "饮品"}, "奶茶"),
        ({"keywords": ("竹纤维袜",), "category": "袜子"}, "袜子"),
        ({"keywords": ("记账App",)}, "记账APP"),
        ({"keywords": ("烟酒店",)}, "烟酒店"),
        ({"keywords": ("精装修",)}, ""),  # no 装修
        ({"keywords": ("周末",)}, ""),
    ],
)
def test_what_tells_the_kind_of_a_request(asked: dict[str, object], kind: str) -> None:
    patterns = load_patterns().fill(TitleRequest.model_validate(asked), 30)
    assert next((one.pattern.kind for one in patterns if one.pattern.kind), "") == kind


@pytest.mark.parametrize(
    ("kinds", "line", "named"),
    [
        ("猫砂", "狗粮\t好奇\t{product}呢\t-\t-\t-", "product_patterns.tsv, line 2"),
        ("猫砂", "猫砂\t好奇\t{product}呢\t-\t-", "product_patterns.tsv, line 2"),
        ("猫砂", "猫砂\t好奇\t{product}呢\t{scene}的{product}\t-\t-", "no {scene}"),
        ("猫砂\t砂\n沙子\t砂", "", "product_kinds.tsv, line 3: 砂 tells 猫砂"),
    ],
)
def test_a_line_that_is_none_is_named(kinds: str, line: str, named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {product_patterns.KIND_FILE: f"# head\n{kinds}\n", product_patterns.PATTERN_FILE: f"# head\n{line}\n"}
    monkeypatch.setattr(product_patterns, "load_prompt", files.__getitem__)
    caches = (product_patterns._kinds, load_product_patterns)
    for one in caches:
        one.cache_clear()
    with pytest.raises(ValueError, match=re.escape(named)):
        load_product_patterns()
    for one in caches:
        one.cache_clear()


def test_each_that_comes_with_the_project_can_be_shown() -> None:
    """Every one and every version of it: whole, legal, short enough and without a number of its own."""
    wrong = []
    for kind, patterns in load_product_patterns().items():
        for one in patterns:
            for text in (one.written.pattern, *one.written.versions.values()):
                title = re.sub(r"\{(\w+)[^}]*\}", lambda slot: WORDS[slot[1]], text)
                reason = fault(Candidate(title, "pattern"), TitleRequest(keywords=("小禾",), max_chars=40))
                illegal = check(title).verdict is Verdict.VIOLATION
                if reason or illegal or title_length(title) > 30:
                    wrong.append((kind, title, reason, illegal))
    assert not wrong


@pytest.mark.parametrize(
    ("words", "topic"), [(("打呼",), "打呼"), (("马桶堵了", "半夜"), "马桶堵了"), (("漠河", "极光"), "漠河")]
)
def test_a_topic_has_patterns_of_its_own_and_is_never_sold(words: tuple[str, ...], topic: str) -> None:
    request = TitleRequest(keywords=words)
    assert kind_of_product(request) is None and not kind_by_ending(topic) and topic_by_ending(topic) == topic
    found = load_patterns().fill(request, 5)
    assert [one.pattern.kind for one in found] == [topic] * 5


def test_their_titles_are_rewritten_by_their_own_versions() -> None:
    written = next(iter(load_product_patterns().values()))[0].written
    said = {kind: text.replace("{product}", "小禾") for kind, text in written.versions.items() if "{scene" not in text}
    base = written.pattern.replace("{product}", "小禾")
    for kind, text in said.items():
        assert text.strip("。！？") in [one.strip("。！？") for one in load_patterns().variants.of(base, kind)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("驾校报名", "学生优惠"), "驾校"),
        (("低代码", "搭建"), "低代码"),
        (("挖掘机", "培训", "包就业"), "挖掘机培训"),
        (("新手养猫", "套装", "全套"), "新手养猫套装"),
        (("苹果手机", "租赁", "免押"), "苹果手机租赁"),
        (("养猫游戏", "手机"), "养猫游戏"),
        (("篮球", "少儿", "培训班"), "篮球培训班"),
        (("寒假班", "机器人编程"), "机器人编程寒假班"),
        (("潜水", "考证", "海岛"), "潜水考证课"),
        (("兴趣班", "周末"), "兴趣班"),
        (("训练营", "减肥训练营"), "减肥训练营"),
        (("网课", "手机", "摄影"), "摄影网课"),
        (("汽车", "脚垫", "防滑"), "汽车脚垫"),
        (("电脑", "包"), "电脑包"),
        (("露营", "团建", "公司"), "团建"),
        (("新中式", "女装", "茶会"), "新中式女装"),
        (("直播健身", "20分钟"), "直播健身"),
        (("休闲", "益智"), "休闲游戏"),
        (("医院", "经营", "搞笑"), "医院游戏"),
        (("户外", "烧烤炉", "便携"), "烧烤炉"),
    ],
)
def test_words_of_a_request_tell_a_known_kind_together_or_without_their_act(
    words: tuple[str, ...], kind: str | None
) -> None:
    assert kind_of_product(TitleRequest(keywords=words)) == kind
