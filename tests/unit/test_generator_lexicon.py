"""What words name, on requests by a hand that knew neither the rules nor the words the lexicon was learned from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.generator import lexicon_train
from models.generator.lexicon import Lexicon, load_lexicon
from models.generator.lexicon_train import fit, measure, read_asked, read_words, save
from models.generator.naming import kind_of_product
from models.generator.product_class import class_of_words, product_classes
from models.generator.request import TitleRequest

FRESH = Path(__file__).parent.parent / "data" / "keyword_roles.tsv"

ODD = FRESH.with_name("keyword_roles_odd.tsv")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def test_requests_of_a_fresh_hand_are_read(lexicon: Lexicon) -> None:
    asked, letters = read_asked(FRESH), Lexicon(lexicon.classes, lexicon.roles)
    witnesses = {"rules": class_of_words, "letters": letters.class_of, "both": lexicon.class_of}
    right = {
        name: sum(class_of(one.words[:4], one.named) == one.product_class for one in asked) / len(asked)
        for name, class_of in witnesses.items()
    }
    figures = measure(asked, lexicon.class_of, lexicon.thing)
    print(len(asked), right, figures)
    assert right["rules"] + 0.1 < right["letters"] < right["both"]
    assert figures["class_named"] >= 0.88 and figures["class_right"] >= 0.88
    assert figures["thing_right"] >= 0.95 and figures["no_thing_seen"] >= 0.5


def test_labels_are_well_formed() -> None:
    known = {*product_classes(), "solemn", "other"}
    words, asked = read_words(), read_asked()
    assert len(words) >= 15_000 and len({word for word, _, _ in words}) == len(words)
    assert {name for _, name, role in words if role == "P"} == known
    assert {one.product_class for one in asked} <= known
    assert {role for _, _, role in words} == lexicon_train.ROLES
    fresh = {one.words for one in read_asked(FRESH)}
    assert not fresh & {one.words for one in asked}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("净水器", "租赁"), "净水器租赁"), (("仙侠", "养成"), "仙侠游戏"),
        (("洞洞鞋", "夏天"), "洞洞鞋"), (("露营",), None), (("租房", "地铁口"), "租房"),
    ],
)  # fmt: skip
def test_what_names_no_thing_is_made_one_or_left_out(words: tuple[str, ...], kind: str | None) -> None:
    assert kind_of_product(TitleRequest(keywords=words)) == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [("夜用", "feature", "trait"), ("应届生", "audience", "one"), ("窗台", "scene", "place")],
)
def test_words_that_no_rule_knows_have_kinds(lexicon: Lexicon, text: str, name: str, kind: str) -> None:
    word = lexicon.word(text)
    assert word is not None and word.name == name and kind in word.kinds


def test_a_thing_is_no_quality_of_another(lexicon: Lexicon) -> None:
    assert lexicon.word("空气炸锅") is None and lexicon.word("猫砂盆") is None


def test_a_fitted_lexicon_is_read_back(tmp_path: Path) -> None:
    words = [one for one in read_words() if one[1] in ("pet", "wine", "toy", "-")]
    asked = [one for one in read_asked() if one.product_class in ("pet", "wine", "toy")]
    fitted = fit(words, asked)
    save(fitted, tmp_path / "lexicon.npz")
    stored = Lexicon.load(tmp_path / "lexicon.npz")
    assert stored.classes.labels == fitted.classes.labels
    assert stored.class_of(["猫砂"]) == "pet" and stored.class_of(["梅子酒"]) == "wine"
    before, after = fitted.role_shares("猫砂"), stored.role_shares("猫砂")
    assert np.allclose(list(before.values()), list(after.values()), atol=0.03)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "keyword_roles.tsv").write_text("猫砂、低粉尘\t-\tpet\t1\tP\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_asked(tmp_path / "keyword_roles.tsv")


def test_requests_of_odd_and_small_advertisers_are_read_as_well_as_reported(lexicon: Lexicon) -> None:
    """Nothing was fitted on them either."""
    found = measure(read_asked(ODD), lexicon.class_of, lexicon.thing)
    assert found["class_named"] >= 0.77 and found["class_right"] >= 0.68 and found["thing_right"] >= 0.79, found


def test_a_product_is_called_what_the_account_files_it_under() -> None:
    course = TitleRequest(keywords=("转行数据分析", "零基础"), product="数据派30天SQL营", category="线上课程")
    assert kind_of_product(course) == "线上课程"
    closer = course.model_copy(update={"keywords": ("成人硬笔书法课",), "product": "一墨斋成人硬笔书法课"})
    assert kind_of_product(closer) == "成人硬笔书法课"
    branch = course.model_copy(update={"keywords": ("机械键盘",), "product": "静岚K75", "category": "数码"})
    assert kind_of_product(branch) == "机械键盘", "a whole branch names no product"
    for word in ("开黑", "折叠椅", "沙漠"):
        game = course.model_copy(update={"keywords": (word,), "product": "浮砂纪行", "category": "冒险手游"})
        assert kind_of_product(game) == "冒险手游", "what it is played for, another thing, a place"
    sold = course.model_copy(update={"keywords": ("口红",), "product": "小满", "category": "彩妆套装"})
    assert kind_of_product(sold) == "口红", "a set of goods may be of any goods"
    for filed, word, called in (
        ("婴儿车", "汽车", "婴儿车"),
        ("收银机", "咖啡机", "收银机"),
        ("电动自行车", "电动车", "电动车"),
    ):
        other = course.model_copy(update={"keywords": (word,), "product": "小满", "category": filed})
        assert kind_of_product(other) == called


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (("咖啡店", "自习", "周末"), "咖啡店"),
        (("重庆小面", "面馆", "早餐"), "面馆"),
        (("轻薄本", "咖啡店", "办公"), "轻薄本"),
        (("咖啡豆", "咖啡店", "批发"), "咖啡豆"),
        (("点餐机", "面馆", "扫码"), "点餐机"),
        (("纸杯", "奶茶店", "定制"), "纸杯"),
        (("博物馆特展", "青铜器", "周末"), "博物馆特展"),
        (("配眼镜", "验光", "近视"), "眼镜"),
        (("配方奶粉", "新手妈妈"), "配方奶粉"),
        (("选调生", "行测"), "选调生"),
    ],
)
def test_a_venue_is_advertised_where_nothing_else_is(words: tuple[str, ...], called: str) -> None:
    assert kind_of_product(TitleRequest(keywords=words)) == called


@pytest.mark.parametrize(
    ("words", "called"),
    [
        (("小龙虾", "世界杯", "夜宵"), "小龙虾"),
        (("机甲", "射击", "新作"), "机甲游戏"),
        (("电视", "85寸", "世界杯"), "电视"),
        (("净水器", "租赁"), "净水器租赁"),
    ],
)
def test_a_known_kind_is_called_by_its_name_and_a_contest_is_no_cup(words: tuple[str, ...], called: str) -> None:
    assert kind_of_product(TitleRequest(keywords=words)) == called
