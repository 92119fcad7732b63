"""Patterns written for one meme stand in for all others when that meme is wanted."""

import re

import pytest

from models.generator import meme_patterns
from models.generator.meme_patterns import load_meme_patterns
from models.generator.pattern import Pattern
from models.generator.patterns import PatternBank, load_patterns
from models.generator.request import TitleRequest
from models.generator.weaving import Weave, woven
from tools.demo import demo_memes

MEMES = {"破防了": ("看见{product}到货那一刻，我破防了", "{scene:moment}翻到{product}的差评，破防了")}
ANY = Pattern("{product}真香", frozenset({"any"}), "好奇")


def test_a_meme_is_written_by_its_own_patterns() -> None:
    bank = PatternBank([ANY], MEMES)
    asked = TitleRequest(keywords=("蓝牙耳机",), meme="破防了")
    assert [one.text for one in bank.fill(asked, 5)] == ["看见蓝牙耳机到货那一刻，我破防了"]
    evening = asked.model_copy(update={"keywords": ("蓝牙耳机", "深夜")})
    assert {one.text for one in bank.fill(evening, 5)} == {
        "看见蓝牙耳机到货那一刻，我破防了",
        "深夜翻到蓝牙耳机的差评，破防了",
    }
    game = asked.model_copy(update={"keywords": ("开放世界手游", "深夜")})
    assert [one.text for one in bank.fill(game, 5)] == ["深夜翻到开放世界手游的差评，破防了"], "no game comes by post"
    assert bank.fill(asked.model_copy(update={"meme": "绝绝子"}), 5) == [], "nobody has written for it"
    grave = asked.model_copy(update={"keywords": ("殡葬服务",)})
    assert bank.fill(grave, 5) == [], "no jokes about the dead"


@pytest.mark.parametrize("line", ["破防了", "破防了\t我破防了", "\t{product}破防了", "破防了\t{product}和{product}"])
def test_a_line_that_is_none_is_named(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meme_patterns, "load_prompt", lambda _name: f"# head\n{line}\n")
    load_meme_patterns.cache_clear()
    with pytest.raises(ValueError, match="line 2"):
        load_meme_patterns()
    load_meme_patterns.cache_clear()


def test_the_patterns_that_come_with_the_project_use_memes_that_come_with_it() -> None:
    memes = {meme.term: meme for meme in demo_memes()}
    written = load_meme_patterns()
    assert written.keys() <= memes.keys()
    for term, texts in written.items():
        assert memes[term].risk != "avoid", f"{term} belongs in no ad"
        for text in texts:
            plain = re.sub(r"\{[^}]*\}", "某物", text)
            assert woven(plain, term, memes[term].pattern) is not Weave.ABSENT, (term, text)
    assert load_patterns().fill(TitleRequest(keywords=("蓝牙耳机",), meme=next(iter(written))), 5)
