"""The click-through model on a made-up log whose true rates are known: it must find them. All figures simulated."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.types import CtrEstimate, Scores, Title
from tools.racing import open_race
from tools.racing.ctr.describing import Described
from tools.racing.ctr.home import ModelsOfHome, file_of
from tools.racing.ctr.log import MADE_UP, by_time, read_log, tabulate
from tools.racing.ctr.made_up import made_up_log
from tools.racing.ctr.model import CtrModel
from tools.racing.ctr.prior import PriorOfText
from tools.racing.ctr.proof import Proof
from tools.racing.ctr.proving import likeliest, prove
from tools.racing.ctr.report import auc, by_segment, calibration_error, drift, evaluate
from tools.racing.ctr.train import train


@pytest.fixture(scope="module")
def log() -> tuple[pd.DataFrame, pd.Series]:
    return made_up_log(titles=120, rows=8_000)


@pytest.fixture(scope="module")
def model(log: tuple[pd.DataFrame, pd.Series]) -> CtrModel:
    fit, tune, _later = by_time(log[0], 0.7, 0.8)
    return CtrModel.fit(fit, tune, members=2)


@pytest.fixture
def real(model: CtrModel, tmp_path: Path) -> CtrModel:
    """The same as if its viewers had been real ones; saved and loaded, so that tests may change it."""
    (tmp_path / "spare").mkdir()
    model.save(tmp_path / "spare" / "ctr.json")
    loaded = CtrModel.load(tmp_path / "spare" / "ctr.json")
    loaded.proof = Proof()
    shutil.rmtree(tmp_path / "spare")
    return loaded


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


def test_titles_left_out_tell_what_the_text_is_worth(log: tuple[pd.DataFrame, pd.Series]) -> None:
    worth, proof = prove(log[0])
    # titles' own part has a deviation of 0.15 in log-odds: a rate p is then worth about (1 - p) / (p 0.15^2), and
    # less where the hours and places that a title happened to get are not told
    assert 150 < worth < 1_500
    assert proof.titles == log[0].title.nunique() and 0.8 < proof.covered < 0.98 and proof.made_up
    assert not proof.holds and Proof(proof.titles, proof.covered).holds


@pytest.mark.parametrize("hours", [1, 60 * 24])
def test_a_proof_calibrates_on_newer_rows_that_no_model_of_it_learned(
    hours: int, log: tuple[pd.DataFrame, pd.Series], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = log[0].head(1_500).copy()
    frame["at"] %= hours * 3600
    frame = frame.sort_values("at", kind="stable").reset_index(drop=True)
    asked: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    fit = CtrModel.fit

    def watched(learned: pd.DataFrame, later: pd.DataFrame, **rules: object) -> CtrModel:
        asked.append((learned, later))
        return fit(learned, later, **rules)

    monkeypatch.setattr(CtrModel, "fit", watched)
    prove(frame)
    assert len(asked) == 5 and all(len(learned) > len(later) > 0 for learned, later in asked)
    assert all(learned["at"].max() <= later["at"].min() for learned, later in asked)
    assert all(pd.concat(parts).duplicated().sum() == 0 for parts in asked)


def test_a_refresh_with_real_rows_still_says_that_viewers_were_simulated(
    model: CtrModel, log: tuple[pd.DataFrame, pd.Series], tmp_path: Path
) -> None:
    model.save(tmp_path / "ctr.json")
    real = log[0].assign(title_id=log[0].title_id.str.removeprefix(MADE_UP))
    report = train(real, tmp_path / "ctr.json", describe=None, members=2, seed=0, refresh=True)
    again = CtrModel.load(tmp_path / "ctr.json").proof
    assert again.made_up and again.titles == real.title.nunique() and not report["unseen"]["shown"]
    report = train(real, tmp_path / "fresh.json", describe=None, members=2, seed=0, refresh=False)
    assert not report["unseen"]["made_up"]


def test_the_likeliest_worth_is_that_of_the_rates_drawn() -> None:
    rng = np.random.default_rng(3)
    rates = rng.beta(400 * 0.05, 400 * 0.95, 2_000)
    clicks = rng.binomial(3_000, rates).astype(float)
    worth = likeliest(np.full(2_000, 0.05), np.full(2_000, 3_000.0), clicks)
    assert worth == pytest.approx(400, rel=0.25)


def test_the_quick_way_gives_what_the_model_gives(model: CtrModel) -> None:
    texts = ["滑板值不值得买？", "这个雨伞真香", "【实测】猫粮", ""]
    context = model.circumstances
    rows = pd.concat([context.assign(title=text, title_id=text) for text in texts], ignore_index=True)
    slow = model.predict(rows).mean.reshape(len(texts), -1).mean(axis=1)
    assert PriorOfText(model).rates(texts) == pytest.approx(slow, rel=1e-9)
    assert PriorOfText(model).rates([]).shape == (0,) and len(context) == 8


def test_an_interval_is_wider_where_the_text_is_worth_less(model: CtrModel) -> None:
    titles, widths = [Title(id="1", text="滑板值不值得买？")], []
    for worth in (100.0, 1_000.0):
        model.prior_weight = worth
        (found,) = PriorOfText(model).estimates(titles)
        assert 0 < found.low < found.mean < found.high < 1 and found.source == "model"
        widths.append(found.high - found.low)
    assert widths[0] > 2 * widths[1]


def test_the_text_prior_feeds_a_race(model: CtrModel) -> None:
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


SCORED = Scores(fluency=0.9, style=0.5, quality=0.4, source="test")
QUESTION, PLAIN = (
    Title(id=str(i), text=text, scores=SCORED) for i, text in enumerate(["雨伞怎么选？", "这个雨伞真香"])
)


def test_a_home_without_a_model_has_no_prior_and_a_broken_one_is_told(
    real: CtrModel, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = ModelsOfHome(tmp_path, Described())
    assert home.prior([QUESTION, PLAIN]) == {} and home.estimated([QUESTION, PLAIN], "a") == [QUESTION, PLAIN]
    file_of(tmp_path).write_text("{}", encoding="utf-8")
    assert home.prior([QUESTION, PLAIN]) == {} and "cannot be used" in caplog.text
    real.save(file_of(tmp_path))
    found = home.prior([QUESTION, PLAIN])
    assert found["0"][0] > found["1"][0] and found["0"][1] == real.prior_weight


def test_estimates_are_told_only_by_a_real_model_that_holds(real: CtrModel, tmp_path: Path) -> None:
    home = ModelsOfHome(tmp_path, Described())
    measured = PLAIN.model_copy(update={"ctr": CtrEstimate(mean=0.1, low=0.05, high=0.2, source="history")})
    for proof in (Proof(), Proof(50, 0.6), Proof(5, 1.0), Proof(50, 0.9, made_up=True)):
        real.proof = proof
        real.save(file_of(tmp_path))
        stale = QUESTION.model_copy(update={"ctr": CtrEstimate(mean=0.1, low=0.05, high=0.2, source="model")})
        assert [one.ctr for one in home.estimated([QUESTION, stale], "a")] == [None, None]
        assert home.estimated([measured], "a") == [measured]
    real.proof = Proof(50, 0.9)
    real.save(file_of(tmp_path))
    found = home.estimated([QUESTION, PLAIN, measured], "a")
    assert found[0].ctr and found[1].ctr and found[0].ctr.mean > found[1].ctr.mean
    assert found[2] == measured


def test_an_account_hears_its_own_model_before_that_of_the_house(real: CtrModel, tmp_path: Path) -> None:
    home = ModelsOfHome(tmp_path, Described())
    real.proof, real.prior_weight = Proof(50, 0.9), 100.0
    real.save(file_of(tmp_path, "../evil/甲"))
    assert [path.parent for path in tmp_path.iterdir()] == [tmp_path]
    own = home.estimated([QUESTION], "../evil/甲")[0]
    assert own.ctr and home.estimated([QUESTION], "b")[0].ctr is None
    real.prior_weight = 1_000.0
    real.save(file_of(tmp_path))
    assert home.estimated([QUESTION], "../evil/甲")[0] == own
    house = home.estimated([QUESTION], "b")[0]
    assert house.ctr and house.ctr.high < own.ctr.high


def test_a_made_up_model_never_gives_figures(model: CtrModel, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither directly nor by way of a file of the made-up log."""
    model.save(file_of(tmp_path))
    home = ModelsOfHome(tmp_path, Described())
    assert home.prior([QUESTION]) == {} and home.estimated([QUESTION])[0].ctr is None
    assert "simulated" in caplog.text
    frame = made_up_log(titles=20, rows=400)[0]
    frame.to_csv(tmp_path / "log.csv", index=False)
    again = read_log(tmp_path / "log.csv")
    assert again.title_id.str.startswith(MADE_UP).all()
    assert CtrModel.fit(again, again.tail(50), members=1).proof.made_up


def test_a_model_goes_with_one_way_of_describing_titles(log: tuple[pd.DataFrame, pd.Series], tmp_path: Path) -> None:
    described = Described()
    small = log[0].head(1_000)
    trained = CtrModel.fit(small, log[0].tail(200), members=1, describe=described)
    trained.save(tmp_path / "ctr.json")
    with pytest.raises(ValueError, match="train it again"):
        CtrModel.load(tmp_path / "ctr.json")
    loaded = PriorOfText(CtrModel.load(tmp_path / "ctr.json", described))
    carried = Title(id="1", text="这个雨伞真香", scores=Scores(fluency=0, style=0, quality=0, source="test"))
    bare = carried.model_copy(update={"scores": None})
    assert described.of([bare])["style"] == pytest.approx(described(["这个雨伞真香"])["style"])
    assert described.of([carried])["style"].tolist() == [0.0]
    assert loaded.estimates([bare])[0].mean == pytest.approx(loaded.rates(["这个雨伞真香"])[0])
