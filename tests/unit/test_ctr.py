"""The click-through model on a made-up log whose true rates are known: it must find them. All figures simulated."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.types import Title
from tools.racing import open_race
from tools.racing.ctr.home import PriorOfHome
from tools.racing.ctr.log import by_time, read_log, tabulate
from tools.racing.ctr.made_up import made_up_log
from tools.racing.ctr.model import CtrModel
from tools.racing.ctr.prior import PriorOfText, worth_of
from tools.racing.ctr.report import auc, by_segment, calibration_error, drift, evaluate


@pytest.fixture(scope="module")
def log() -> tuple[pd.DataFrame, pd.Series]:
    return made_up_log(titles=120, rows=8_000)


@pytest.fixture(scope="module")
def model(log: tuple[pd.DataFrame, pd.Series]) -> CtrModel:
    fit, tune, _later = by_time(log[0], 0.7, 0.8)
    return CtrModel.fit(fit, tune, members=2)


def test_it_recovers_the_known_truth_on_later_days(model: CtrModel, log: tuple[pd.DataFrame, pd.Series]) -> None:
    frame, truth = log
    later = by_time(frame, 0.7, 0.8)[-1]
    true = truth.to_numpy()[len(frame) - len(later) :]
    predicted = model.predict(later)
    assert np.corrcoef(np.log(predicted.mean), np.log(true))[0, 1] > 0.9
    found, ideal = evaluate(later, predicted.mean), evaluate(later, true)
    assert found["auc"] > ideal["auc"] - 0.01
    assert found["log_loss"] < ideal["log_loss"] * 1.01
    assert found["normalised_entropy"] < 1
    assert found["ece"] < 0.005
    assert (predicted.low <= predicted.mean).all() and (predicted.mean <= predicted.high).all()
    assert {"placement=search", "audience=student"} <= set(by_segment(later, predicted.mean))


def test_titles_never_seen_are_told_apart_by_their_text(model: CtrModel) -> None:
    texts = ["滑板值不值得买？", "雨伞怎么选？", "用了三年的滑板", "这个雨伞真香"]
    rates = PriorOfText(model).rates(texts)
    assert rates[:2].min() > 1.2 * rates[2:].max()


def test_the_text_prior_feeds_a_race(model: CtrModel, log: tuple[pd.DataFrame, pd.Series]) -> None:
    fit, tune, _later = by_time(log[0], 0.7, 0.8)
    model.prior_weight = worth_of(model, tune, set(fit.title))
    # titles' own part has a deviation of 0.15 in log-odds: a rate p is then worth about (1 - p) / (p 0.15^2)
    assert 150 < model.prior_weight < 30_000
    titles = [Title(id=str(i), text=text) for i, text in enumerate(["雨伞怎么选？", "这个雨伞真香", "用了三年的雨伞"])]
    race = open_race(titles, prior=PriorOfText(model).of(titles))
    shares = {arm.arm_id: arm.traffic_share for arm in race.status().arms}
    assert max(shares, key=shares.__getitem__) == "0"


def test_saving_and_loading_changes_nothing(
    model: CtrModel, log: tuple[pd.DataFrame, pd.Series], tmp_path: Path
) -> None:
    rows = log[0].tail(50).reset_index(drop=True)
    model.save(tmp_path / "ctr.json")
    again = CtrModel.load(tmp_path / "ctr.json")
    assert again.predict(rows).mean == pytest.approx(model.predict(rows).mean, rel=1e-3)
    assert again.prior_weight == model.prior_weight


def test_a_refresh_learns_what_is_new(model: CtrModel, log: tuple[pd.DataFrame, pd.Series]) -> None:
    newest = by_time(log[0], 0.7)[-1].copy()
    newest["clicks"] = np.where(newest.placement == "story", newest.shown // 4, newest.clicks)
    fit, tune = by_time(newest, 0.8)
    story = tune[tune.placement == "story"]
    before, after = model.predict(story).mean.mean(), model.refresh(fit, tune).predict(story).mean.mean()
    assert before < 0.05 < 0.15 < after


def test_measures_by_hand() -> None:
    rate, shown, clicks = np.array([0.1, 0.2]), np.array([2.0, 2.0]), np.array([0.0, 1.0])
    assert auc(rate, shown, clicks) == pytest.approx((2 + 0.5) / 3)  # three misses: two below, one tied
    assert calibration_error(rate, shown, clicks) == pytest.approx((0.2 + 0.6) / 4)
    same = pd.DataFrame({"x": np.arange(1000.0)})
    assert drift(same, same)["x"] == pytest.approx(0)
    assert drift(same, same + 800)["x"] > 0.2


def test_events_are_summed_by_hour_and_circumstances(tmp_path: Path) -> None:
    rows = [{"title": "甲", "at": 7200 + i, "shown": 1, "clicks": int(i == 3), "placement": "feed"} for i in range(10)]
    table = tabulate([*rows, {"title": "乙", "at": 7200, "clicks": 2}])
    assert table[["title", "at", "hour", "shown", "clicks"]].values.tolist() == [["甲", 7200, 2, 10, 1]]
    path = tmp_path / "log.csv"
    path.write_text("title,at,shown,clicks\n甲,2026-01-01T05:30:00+08:00,9,1\n", encoding="utf-8")
    assert read_log(path)[["hour", "shown", "device"]].values.tolist() == [[21, 9, "?"]]
    with pytest.raises(ValueError, match="title"):
        tabulate([{"at": 1}])


def test_a_home_without_a_model_has_no_prior_and_a_broken_one_is_told(
    model: CtrModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prior = PriorOfHome(tmp_path / "ctr.json", lambda _titles: {})
    titles = [Title(id=str(i), text=text) for i, text in enumerate(["雨伞怎么选？", "这个雨伞真香"])]
    assert prior(titles) == {}
    (tmp_path / "ctr.json").write_text("{}", encoding="utf-8")
    assert prior(titles) == {} and "cannot be used" in caplog.text
    model.save(tmp_path / "ctr.json")
    found = prior(titles)
    assert found["0"][0] > found["1"][0] and found["0"][1] == model.prior_weight
