"""Training examples: every constraint in a prompt holds for its title, and held-out keyword sets stay out."""

from __future__ import annotations

import json
import random
import re

import pytest

from models.generator.prompt import build_prompt
from models.pipeline.pairs import edit_examples, is_usable, native_examples
from models.pipeline.patterned import kind_examples
from models.splits import part_of_keywords

KEYWORDS = [[f"好物{number}号", "包邮"] for number in range(60)]


@pytest.fixture
def data(tmp_path):
    for kind in ("native", "zeroshot"):
        with (tmp_path / f"{kind}_a.jsonl").open("w", encoding="utf-8") as file:
            for words in KEYWORDS:
                for title in (f"{words[0]}到了", f"快递小哥说{words[0]}包邮，我不信"):
                    row = {"keywords": words, "title": title, "angle": "humour"}
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return tmp_path


def test_the_prompt_leaves_absent_fields_out():
    assert build_prompt(["耳机"]) == "关键词：耳机\n标题："
    full = build_prompt(
        ["耳机", "通勤"], max_chars=20, must_include=["通勤"], base="旧\n题", instruction="更短", prefix="通勤"
    )
    assert full == "关键词：耳机、通勤\n必含：通勤\n字数：≤20\n原标题：旧 题\n改法：更短\n标题：通勤"


def test_constraints_hold_for_their_titles(data):
    for example in native_examples(data, random.Random(3)):
        if limit := re.search(r"字数：≤(\d+)", example.prompt):
            assert len(example.title) <= int(limit[1])
        if word := re.search(r"必含：(.+)", example.prompt):
            assert word[1] in example.title


def test_held_out_keyword_sets_are_not_trained_on(data):
    held = {words[0] for words in KEYWORDS if part_of_keywords(words) == "test"}
    assert held
    prompts = "\n".join(example.prompt for example in native_examples(data, random.Random(0)))
    assert not any(f"{word}、" in prompts or f"、{word}\n" in prompts for word in held)


def test_shorter_rewrites_are_shorter(data):
    rewrites = [one for one in edit_examples(data, random.Random(0)) if one.source == "shorter"]
    assert rewrites
    for one in rewrites:
        base = re.search(r"原标题：(.+)", one.prompt)
        assert base and len(one.title) < len(base[1])


@pytest.mark.parametrize(
    "title", ["求三连支持一下新人吧", "当我穿越回去第19集大结局", "短标题", "𝓯𝓪𝓷𝓬𝔂字体的标题不要学"]
)
def test_titles_not_worth_imitating(title):
    assert not is_usable(title)


def test_sentences_of_a_kind_hold_its_name_and_what_they_are_asked_for():
    nouns = re.compile("窗台|相册|快递|地铁|闹钟").findall
    found = kind_examples(random.Random(5), nouns)
    assert len(found) > 10_000
    kept = [one for one in found if "必含：" in one.prompt and "字数：" in one.prompt]
    assert len(kept) > 500
    for example in kept:
        words = re.search(r"关键词：(.+)", example.prompt)[1].split("、")
        assert all(word in example.title for word in words) and "{" not in example.title
        assert re.search(r"必含：(.+)", example.prompt)[1] in example.title
        assert len(example.title) <= int(re.search(r"字数：≤(\d+)", example.prompt)[1])
    assert any("、" in one.prompt.splitlines()[0] for one in kept)
