"""What the shipped scorers must keep up: bars on project-written titles, and on a data folder where one is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scipy.stats import spearmanr

from models.scorers import data as sets
from models.scorers import load_scorers, report
from models.scorers.train import TrainSettings, load_settings, train

ERRORS = Path(__file__).parents[1] / "data" / "natural_errors.jsonl"


def test_natural_errors_cost_fluency() -> None:
    pairs = sets.natural_errors(ERRORS)
    assert len(pairs) >= 150
    values = load_scorers().score([*pairs.right, *pairs.wrong])[:, 0]
    assert (values[: len(pairs)] > values[len(pairs) :]).mean() >= 0.80


@pytest.fixture(scope="module")
def data() -> Path:
    folder = os.environ.get("MIAOTI_DATA")
    if not folder:
        pytest.skip("MIAOTI_DATA names no data folder")
    return Path(folder)


def test_style_on_unseen_keyword_sets(data: Path) -> None:
    found = report.style(load_scorers().judge, data)
    assert found["style AUC, same topics"] >= 0.98
    assert found["style pairs, same keywords"] >= 0.95


def test_judges_agree_with_quality(data: Path) -> None:
    rated = sets.ratings(data)
    rated = rated[rated.part == "test"]
    values = load_scorers().score(rated.title.tolist())[:, 2]
    assert spearmanr(rated.score, values).statistic >= 0.55


def test_no_uploader_and_no_keyword_set_is_on_two_sides(data: Path) -> None:
    styled = sets.styled(data)
    keys = styled.keywords.map(lambda words: "\0".join(sorted(words)))
    assert styled.groupby(keys).part.nunique().max() == 1
    rated = sets.ratings(data)
    early = rated[rated.first_date < "2026-06-01"]
    assert early.groupby("up_id").part.nunique().max() == 1


def test_settings_are_checked() -> None:
    assert load_settings() == TrainSettings()
    with pytest.raises(ValueError, match="layers"):
        TrainSettings(layers=0)


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        train(tmp_path, tmp_path / "out", TrainSettings(encoder=False))


def test_a_folder_without_artefacts_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="miaoti train scorers"):
        load_scorers(tmp_path)


def test_the_table_says_which_bars_are_met() -> None:
    text = report.table({"ngram-1": {"fluency ECE": 0.01, "titles a second": 10.0}})
    assert "| fluency ECE | 0.01 | <= 0.03 | yes |" in text
    assert "| titles a second | 10 | >= 1500 | no |" in text
