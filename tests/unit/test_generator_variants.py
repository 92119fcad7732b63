"""Versions of sentence patterns: found again in a title, and written with the title's own words."""

import pytest

from models.generator import variants
from models.generator.pattern import Pattern
from models.generator.patterns import PatternBank, load_patterns
from models.generator.request import TitleRequest
from models.generator.variants import KINDS, NONE, Variants, Written, load_written

WRITTEN = [
    Written("听室友吹了一学期{feature:noun}，我也换了{product}", {"更短": "被室友的{feature:noun}馋到换{product}"}),
    Written("{scene:doing}的{scene:doing}，{product}在场", {"更活泼": "{scene:doing}有{product}撑腰"}),
    Written("我也换了{product}", {"更短": "换了{product}"}),
]


def test_a_title_gets_the_version_of_its_pattern_in_its_own_words() -> None:
    found = Variants(WRITTEN).of("听室友吹了一学期降噪，我也换了蓝牙耳机！", "更短，再短一点")
    assert found == ["被室友的降噪馋到换蓝牙耳机"]


def test_what_was_not_made_of_a_pattern_or_not_asked_for_has_no_version() -> None:
    known = Variants(WRITTEN)
    assert known.of("听室友吹了一学期降噪，后来我也换了蓝牙耳机", "更短") == []
    assert known.of("听室友吹了一学期降噪，我也换了蓝牙耳机", "更活泼") == []
    assert known.of("我也换了蓝牙耳机", "换个说法") == []


def test_a_slot_that_comes_twice_holds_one_word() -> None:
    known = Variants(WRITTEN)
    assert known.of("通勤的通勤，耳机在场", "更活泼") == ["通勤有耳机撑腰"]
    assert known.of("通勤的跑步，耳机在场", "更活泼") == []


@pytest.mark.parametrize("line", ["{product}真香\t香", "{product}真香\t{scene}\t-\t-"])
def test_a_line_that_is_none_is_named(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "load_prompt", lambda _name: f"# head\n{line}\n")
    load_written.cache_clear()
    with pytest.raises(ValueError, match="line 2"):
        load_written()
    load_written.cache_clear()


def test_the_versions_that_come_with_the_project_belong_to_its_patterns() -> None:
    lines = [line.split("\t") for line in variants.load_prompt(variants.VARIANT_FILE).splitlines() if line[0] != "#"]
    known = {one.text for one in load_patterns().patterns}
    assert {line[0] for line in lines} <= known
    shorter = [(line[0], line[1]) for line in lines if line[1] != NONE]
    bare = [(len(variants._SLOT.sub("", one)), len(variants._SLOT.sub("", other))) for one, other in shorter]
    assert bare and all(after < before for before, after in bare)
    assert len(KINDS) == len(lines[0]) - 1


def test_a_version_can_be_rewritten_again() -> None:
    pair = Written(
        "一个人的{scene:moment}，{product}不用分给谁",
        {"更短": "{product}独享", "更活泼": "{scene:moment}独吞{product}"},
    )
    known = Variants([pair])
    assert known.of("夜宵独吞螺蛳粉", "更短") == ["螺蛳粉独享"]
    assert known.of("螺蛳粉独享", "更活泼") == [], "what the evening was is no longer said"


def test_patterns_speak_in_the_tone_and_within_the_length_asked_for() -> None:
    one = Pattern(
        "{scene:moment}缺的那一样，可能就是{product}", frozenset({"any"}), "好奇",
        versions={"更短": "{scene:moment}缺{product}", "更活泼": "{scene:moment}喊了半天，原来缺{product}"},
    )  # fmt: skip
    bank = PatternBank([one])
    asked = TitleRequest(keywords=("螺蛳粉", "夜宵"))
    assert [found.text for found in bank.fill(asked, 1)] == ["夜宵缺的那一样，可能就是螺蛳粉"]
    lively = asked.model_copy(update={"tone": "活泼"})
    assert [found.text for found in bank.fill(lively, 1)] == ["夜宵喊了半天，原来缺螺蛳粉"]
    tight = asked.model_copy(update={"max_chars": 8})
    assert [found.text for found in bank.fill(tight, 1)] == ["夜宵缺螺蛳粉"]
    again = asked.model_copy(update={"exclude": ("夜宵缺螺蛳粉",)})
    assert bank.fill(again, 1) == [], "no other version of what was shown"
