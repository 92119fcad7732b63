"""What the sentence head learns from: nothing of another part, and pairs that both say something."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from evals.embedding import Question, haystack, questions, recalls
from models.embeddings.sentence import letters
from models.embeddings.sentence_draws import Draws
from models.embeddings.sentence_pairs import headlines, keyword_sets, tagged, videos
from models.splits import part_of_keywords


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("titles")
    for kind in ("native", "zeroshot"):
        rows = [{"keywords": ["露营", f"灯{n}"], "title": f"{kind}的第{n}盏露营灯"} for n in range(60)]
        (folder / f"{kind}_a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    news = [{"title": f"第{n}条新闻说了些什么", "keywords": f"新闻,第{n}条"} for n in range(60)]
    pd.DataFrame([*news, {"title": "没有词的新闻", "keywords": ""}]).to_parquet(
        folder / "tnews_titles_keywords.parquet"
    )
    tags = pd.DataFrame([{"title": f"第{n}个视频", "tags": "生活 猫", "up_id": f"u{n}"} for n in range(60)])
    for name in ("bili_mustwatch_2019_2021", "bili_rank100_2021"):
        tags.to_parquet(folder / f"{name}.parquet")
    made = [{"title": f"第{n}只猫", "up_id": f"u{n // 2}", "first_date": f"2026-0{4 + n % 3}-02"} for n in range(120)]
    pd.DataFrame(made).to_parquet(folder / "bili_2026_hot_or_not.parquet")
    told = [
        {
            "title": one["title"],
            "desc": "讲一只猫的一天和它的晚上",
            "up_id": one["up_id"],
            "first_capture": "2026-04-02T",
        }
        for one in made
    ]
    pd.DataFrame(told).to_parquet(folder / "bili_2026_popular_stats.parquet")
    return folder


def test_parts_share_no_keyword_set_and_no_title(data: Path) -> None:
    for read in (keyword_sets, headlines, tagged, videos):
        train, test = read(data, {"train"}), read(data, {"test"})
        assert train and test and not [one for one in train if one in test]
    assert {part_of_keywords(one.keywords) for one in keyword_sets(data, {"test"})} == {"test"}
    assert all(one.native and one.zeroshot for one in keyword_sets(data, {"train"}))
    assert "没有词的新闻" not in [title for _, title in headlines(data, {"train", "validation", "test"})]


def test_drawn_pairs_have_letters_and_come_from_the_train_part(data: Path) -> None:
    draws = Draws(data)
    pairs = draws.pairs(500)
    assert len(pairs) == 500 and all(letters(one) and letters(other) for one, other in pairs)
    asked, titles = questions(data, "test", 50)
    held_out = {*titles, *haystack(data, "test", titles, 10_000)}
    assert held_out and not held_out & set(draws.titles)
    assert not held_out & {text for pair in pairs for text in pair}
    assert not {one.text for one in asked} & set(draws.titles)


def test_a_haystack_holds_all_that_is_wanted_however_small(data: Path) -> None:
    _asked, titles = questions(data, "test", 50)
    assert haystack(data, "test", titles, 1) == titles
    assert len(haystack(data, "test", titles, len(titles) + 1)) == len(titles) + 1


def test_recall_is_the_share_of_what_is_wanted_and_a_title_does_not_find_itself() -> None:
    texts = [str(number) for number in range(30)]
    held = np.eye(30, dtype=np.float32)
    near = held[3] + 0.5 * held[4] - 0.5 * held[29]
    asked = [Question("一", "3", ("4", "29")), Question("一", "x", ("3",))]
    found = recalls(asked, texts, held, np.stack([near, near]))
    assert found["一"] == 0.75
    assert recalls(asked[1:], texts, held, near[None])["一"] == 1
