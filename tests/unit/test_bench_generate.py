"""The generator's benchmark: which requests it makes, and figures that fall when a title breaks its conditions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.settings import Settings
from evals.bench import generate_speed
from evals.bench.bars import Figure, figures_table
from evals.bench.generate import trained_titles
from evals.bench.generate_shown import common_pairs, first_bars, requests, shown_bars
from evals.bench.generate_speed import SHIPPED, UNMODIFIED, VLLM, backends
from evals.bench.parity import Said, agreements
from evals.generators import Draft
from evals.keyword_sets import held_out
from models.generator.bank import Bank, Entry
from models.generator.request import Generation, TitleRequest
from models.splits import part_of_keywords
from models.text import fold
from models.types import Title

BANK = Bank((Entry("耳机", ("耳机",), "终于听见了自己"), Entry("月饼", ("月饼",), "终于切开那块月饼")))
REQUEST = TitleRequest(keywords=("耳机",), must_include=("耳机",), avoid=("终于",), max_chars=10)


def run(*texts: str, note: str | None = None, seconds: float = 1.0) -> tuple[TitleRequest, Generation]:
    titles = [Title(id=str(at), text=text) for at, text in enumerate(texts)]
    return REQUEST, Generation(titles=titles, drawn=len(texts), rejected={}, seconds=seconds, note=note)


def figures(*runs: tuple[TitleRequest, Generation], n: int = 2) -> dict[str, Figure]:
    return {bar.what: bar for bar in shown_bars(runs, n, {fold("戴上耳机就安静了")})}


def test_a_table_tells_which_bars_are_met() -> None:
    nothing = float("nan")
    told = [
        Figure("a", 2.0, 3.0, most=True, unit="s"),
        Figure("b", 2.0, 3.0),
        Figure("c", nothing, 0.5),
        Figure("d", 1),
    ]
    columns = [list(column.cells) for column in figures_table(told, "").columns]
    assert columns[1:3] == [["2.000 s", "2.000", "nan", "1.000"], ["<= 3", ">= 3", ">= 0.5", ""]]
    assert columns[3] == ["met", "[red]missed[/red]", "[red]missed[/red]", ""]


def test_a_list_that_keeps_to_everything_meets_the_bars() -> None:
    found = figures(run("耳机里只剩我的歌", "地铁上全靠耳机"))
    assert all(bar.met for bar in found.values())
    assert found["titles that hold a keyword"].value == 1.0


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("地铁上全靠它了", "must-include words met"),
        ("终于等到这副耳机", "titles with an avoided word"),
        ("这副耳机把早高峰的地铁变成了我家", "lengths within limits"),
        ("耳机降噪42分贝", "invented numbers"),
        ("戴上耳机就安静了", "copies of training titles"),
    ],
)
def test_each_broken_condition_is_seen(text: str, what: str) -> None:
    found = figures(run("耳机里只剩我的歌", text))
    assert [name for name, bar in found.items() if not bar.met] == [what]


def test_too_few_titles_need_a_reason_and_slow_lists_miss_the_bar() -> None:
    assert not figures(run("耳机里只剩我的歌"))["as many as asked for, or the reason"].met
    assert figures(run("耳机里只剩我的歌", note="只找到 1 条"))["as many as asked for, or the reason"].met
    assert not figures(run("耳机里只剩我的歌", seconds=3.0))["seconds for 2 titles, median"].met


def test_repeated_words_cost_distinctness() -> None:
    same = figures(*(run("耳机里只剩我的歌") for _ in range(5)), n=1)
    assert not same["distinct-2, one title a set"].met


def test_conditions_come_by_turns_and_fit_the_words() -> None:
    sets = [("耳机", "终于等到"), ("月饼",), ("耳机", "终于等到"), ("月饼", "中秋")] * 3
    asked = requests(sets, common_pairs(BANK))
    assert [bool(one.must_include) for one in asked] == [False, True] * 6
    assert [bool(one.avoid) for one in asked] == [False, False, True, True] * 3
    assert all(pair not in word for one in asked for pair in one.avoid for word in one.keywords)
    assert {one.must_include[0] for one in asked if one.must_include} <= {"月饼", "中秋"}
    assert common_pairs(BANK)[0] == "终于"


def test_first_drafts_with_conditions_count_apart() -> None:
    plain = Draft("a", ("耳机",), "耳机", -1.0, True, True, False, False, None, 0.9, 0.8, 0.5)
    strict = Draft("a", ("耳机",), "别的", -1.0, False, False, False, False, False, 0.9, 0.8, 0.5)
    found = {bar.what: bar.value for bar in first_bars([plain, strict], {"耳机"})}
    assert found["first drafts that hold a keyword"] == 1.0
    assert found["first drafts that keep to conditions"] == 0.0
    assert found["first drafts that copy a training title"] == 1.0


def test_keyword_sets_are_held_out_and_products_fill_up(tmp_path: Path) -> None:
    sets = [(f"词{at}", "题") for at in range(60)]
    rows = [json.dumps({"keywords": words, "title": "标题"}, ensure_ascii=False) for words in sets]
    (tmp_path / "native_a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    own = [words for words in sets if part_of_keywords(words) == "test"]
    assert own and held_out(tmp_path, len(own)) == own
    more = held_out(tmp_path, len(own) + 5)
    assert len(more) == len(set(more)) == len(own) + 5
    assert not [words for words in more if words in sets and words not in own]


def test_titles_trained_on_are_those_of_the_bank_and_of_training_rows(tmp_path: Path) -> None:
    words = next((f"词{at}",) for at in range(99) if part_of_keywords((f"词{at}",)) == "train")
    held = next((f"词{at}",) for at in range(99) if part_of_keywords((f"词{at}",)) == "test")
    rows = [{"keywords": words, "title": "Ａ题"}, {"keywords": held, "title": "没见过"}]
    (tmp_path / "native_a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert trained_titles(tmp_path, BANK) == {*BANK.texts, "a题"}


def test_the_unmodified_model_is_put_together_only_where_it_is_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate_speed, "assemble", lambda path, report: path.write_bytes(b"full"))
    monkeypatch.setattr(generate_speed.importlib.util, "find_spec", lambda name: None)
    settings = Settings(home=tmp_path / "home")
    assert list(backends(settings, None)) == [SHIPPED]
    found = backends(settings, "http://127.0.0.1:1", tmp_path)
    assert list(found) == [SHIPPED, UNMODIFIED, VLLM]
    assert Path(str(found[UNMODIFIED].model)).read_bytes() == b"full"


def test_backends_that_fork_late_are_told_from_those_that_differ() -> None:
    said = {
        "a": Said(["戴上耳机就安静", "同一句"], [-1.0, -2.0]),
        "b": Said(["戴上耳机就清净", "同一句"], [-1.1, -2.0]),
        "c": Said(["完全两样的话呀", "另一句"], [-3.0, -2.0]),
    }
    near, far, _ = agreements(said)
    assert near.pair == "a / b"
    assert (near.equal, near.alike) == (0.5, pytest.approx((5 / 7 + 1) / 2))
    assert (near.apart_mean, near.apart_most) == (pytest.approx(0.05), pytest.approx(0.1))
    assert far.alike == 0.0 and far.apart_mean == 1.0 and not far.holds
    assert agreements({name: said["a"] for name in "xy"})[0].holds
