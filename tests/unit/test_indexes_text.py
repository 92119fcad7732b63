"""How text becomes tokens, and what a text index finds by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.indexes import Document, TextIndex, fuse
from tools.indexes.analysis import characters, initials, pairs, syllables

TITLES = {
    "t1": "打工人的白月光，不催日常",
    "t2": "周五的打工人只想躺平",
    "t3": "银行卡里的余额会说话",
    "t4": "LG显示器也能当镜子",
    "t5": "打工人😂打工魂",
}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[TextIndex]:
    opened = TextIndex(tmp_path)
    opened.put([Document(title_id, text, text) for title_id, text in TITLES.items()])
    yield opened
    opened.close()


def _ids(index: TextIndex, typed: str, limit: int = 10) -> list[str]:
    return [hit.id for hit in index.complete(typed, limit)]


def test_tokens_fold_forms_and_leave_punctuation_out() -> None:
    assert characters("ＬＧ 显示器！") == ["l", "g", "显", "示", "器"]
    assert pairs(["a"]) == ["a"] and pairs(list("abc")) == ["ab", "bc"]
    assert syllables("银行P1") == ("yin", "hang", "p", "1")
    assert initials(syllables("打工人")) == ["d", "g", "r"]


def test_titles_that_begin_with_the_words_come_before_those_that_hold_them(index: TextIndex) -> None:
    found = _ids(index, "打工人")
    assert set(found[:2]) == {"t1", "t5"} and found[2] == "t2"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("银行", "t3"), ("yinhang", "t3"), ("yin hang k", "t3"), ("yhkl", "t3"), ("银航卡", "t3"),
        ("lg显", "t4"), ("打工人的，白", "t1"), ("工魂", "t5"), ("dgrdb", "t1"),
    ],
)  # fmt: skip
def test_found_by_words_sound_or_initials(index: TextIndex, typed: str, wanted: str) -> None:
    assert _ids(index, typed)[0] == wanted


@pytest.mark.parametrize("typed", ["", "  ", "！？", "(*[a", "\x02", "不存在的开头", "a" * 2000])
def test_nothing_to_find_is_an_empty_list(index: TextIndex, typed: str) -> None:
    assert _ids(index, typed) == []


def test_replacing_and_removing_are_seen_at_once(index: TextIndex) -> None:
    index.put([Document("t1", "换了一句", "换了一句")], gone=["t2"])
    assert _ids(index, "打工人") == ["t5"]
    assert _ids(index, "换了") == ["t1"]
    assert len(index) == 4


def test_match_ranks_by_shared_words(index: TextIndex) -> None:
    assert next(hit.id for hit in index.match("周五打工人", 5)) == "t2"
    assert index.match("！", 5) == []


def test_fusion_adds_reciprocal_ranks() -> None:
    fused = fuse([(["a", "b"], 1.0), (["b", "c"], 0.5)], k=60)
    assert list(fused) == ["b", "a", "c"]
    assert fused["b"] == pytest.approx(1 / 62 + 0.5 / 61)
