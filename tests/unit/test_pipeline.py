"""Building the training set: what is removed, what is chosen, and that the report adds up."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest

from models.pipeline.build import BuildSettings, Judges, build, load_examples, load_settings
from models.pipeline.duplicates import first_of_each, jaccard
from models.pipeline.pairs import Example
from models.pipeline.rows import write_rows
from models.pipeline.screening import default_filters, screen, without_quantities
from models.pipeline.selection import good, k_centers, needed


def example(title, prompt="关键词：耳机\n标题：", source="popular"):
    return Example(prompt, title, source)


def test_near_duplicates_go_and_different_titles_stay():
    titles = ["打工人通勤路上的降噪耳机自白", "打工人通勤路上的降噪耳机自白！", "给猫买了一台会自己铲屎的机器"]
    assert first_of_each(titles) == [True, False, True]


def test_banding_misses_few_close_pairs():
    rng = random.Random(1)
    characters = [chr(0x4E00 + i) for i in range(400)]
    missed = 0
    for _ in range(100):
        text = "".join(rng.sample(characters, 24))
        close = text[:22] + "".join(rng.sample(characters, 2))
        assert jaccard(text, close) >= 0.6
        missed += first_of_each([text, close])[1]
    assert missed <= 3


@pytest.mark.parametrize(
    ("title", "support", "said"),
    [
        ("学了3招，耳机不再缠线", [], "学了几招，耳机不再缠线"),
        ("续航30小时的耳机", ["续航约30小时"], "续航30小时的耳机"),
        ("戴了5天才发现", [], "戴了几天才发现"),
        ("iPhone17开箱", [], "iPhone17开箱"),
    ],
)
def test_quantities_without_support_are_said_vaguely(title, support, said):
    assert without_quantities(title, support) == said


def test_every_filter_counts_what_it_removed():
    rows = [
        example("加微信：abc12345领耳机"),
        example("太短"),
        example("全网最好的降噪耳机"),
        example("降噪耳机陪我熬过早高峰"),
        example("降噪耳机陪我熬过早高峰！"),
        example("耳机耳机机耳耳机"),
        example("这副耳机陪我坐完末班车"),
    ]
    filters = default_filters(lambda title: "最好" not in title, lambda titles: ["机耳" not in one for one in titles])
    found = screen(rows, filters)
    assert [one.title for one in found.examples] == ["降噪耳机陪我熬过早高峰", "这副耳机陪我坐完末班车"]
    assert sum(gone for _, gone, _ in found.removed.values()) == 5
    assert found.removed["personal data"][2] == ["加微信：abc12345领耳机"]


def test_k_centers_cover_every_cluster():
    rng = np.random.default_rng(0)
    centres = np.eye(4, 16, dtype=np.float32)
    rows = np.repeat(centres, 25, axis=0) + rng.normal(0, 0.02, (100, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    chosen = k_centers(rows, 4)
    assert {index // 25 for index in chosen} == {0, 1, 2, 3}
    assert len(set(k_centers(rows, 100))) == 100


def test_quality_and_necessity_choose_by_rank():
    assert good([0.1, 0.9, 0.5, 0.7], 0.5) == [1, 3]
    losses = [float(i) for i in range(200)]
    assert needed(losses, [197], 3) == [198, 196, 195]  # 199 is the hardest hundredth


def test_a_set_is_built_mixed_and_read_back(tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("jieba", reason="keywords are found by jieba (extra `train`)")
    with (tmp_path / "native_a.jsonl").open("w", encoding="utf-8") as file:
        for i in range(40):
            name = "".join(chr(0x4E00 + 37 * i + k) for k in range(9))
            row = {"keywords": [name], "title": f"{name}到手了", "angle": "humour"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    nouns = ["手机", "火锅", "篮球", "吉他", "地铁", "相机", "毛衣", "台灯", "盆栽", "猫咪", "火车", "钢琴"]
    words = [(a, b) for a in nouns for b in nouns if a != b]
    titles = [f"{a}和{b}" + "".join(chr(0x5000 + 31 * i + k) for k in range(6)) for i, (a, b) in enumerate(words)]
    pandas.DataFrame({"title": titles, "keywords": [",".join(pair) for pair in words], "label": 1}).to_parquet(
        tmp_path / "tnews_titles_keywords.parquet"
    )
    empty = pandas.DataFrame({"label": [0], "title": ["x"], "up_id": ["u"], "first_date": ["2026-01-01"]})
    empty.to_parquet(tmp_path / "bili_2026_hot_or_not.parquet")
    rng = np.random.default_rng(1)
    judges = Judges(
        legal=lambda title: True,
        fluent=lambda rows: [True] * len(rows),
        quality=lambda rows: [len(one) / 30 for one in rows],
        embed=lambda rows: rng.normal(size=(len(rows), 8)).astype(np.float32),
        loss=lambda rows: [1.0] * len(rows),
    )
    report = build(tmp_path, tmp_path / "out", judges, BuildSettings(open_share=1))
    examples = load_examples(tmp_path / "out" / "examples.jsonl")
    sources = [one.source for one in examples]
    assert sources.count("native") > 20 and sources.count("open") >= 10
    assert f"| open | {sources.count('open')} |" in report
    assert "near-duplicate" in report


def test_a_wrong_setting_is_named(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("open_shar: 3\n")
    with pytest.raises(ValueError, match="open_shar"):
        load_settings(path)


def test_rows_that_cannot_be_written_whole_leave_those_of_before(tmp_path):
    path = tmp_path / "rows.jsonl"
    write_rows(path, [{"title": "滑板值不值得买？"}])
    before = path.read_text(encoding="utf-8")
    assert before == '{"title": "滑板值不值得买？"}\n'
    with pytest.raises(TypeError):
        write_rows(path, [{"title": "雨伞怎么选"}, {"title": object()}])
    assert path.read_text(encoding="utf-8") == before and list(tmp_path.iterdir()) == [path]
