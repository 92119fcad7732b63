"""Predicted click-through rates in a conversation: told of every title once a model holds, and of none before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.assembly import Assistant, Settings
from tools.racing.ctr.home import file_of
from tools.racing.ctr.made_up import made_up_log
from tools.racing.ctr.model import CtrModel
from tools.racing.ctr.proof import Proof


@pytest.fixture(scope="module")
def model() -> CtrModel:
    """As if the viewers had been real: the ids that tell of the simulation are taken off."""
    log = made_up_log(titles=60, rows=2_000)[0]
    log["title_id"] = log.title
    fitted = CtrModel.fit(log, log.tail(200), members=2)
    fitted.proof = Proof(titles=60, covered=0.9)
    return fitted


@pytest.fixture
def taught(scripted_assistant: tuple[Assistant, Settings], model: CtrModel) -> Iterator[Assistant]:
    assistant, settings = scripted_assistant
    model.save(file_of(settings.home))
    yield assistant
    file_of(settings.home).unlink()


def test_without_a_model_nothing_is_told(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv09")
    assert [one.ctr for one in thread.send("来4条标题").titles] == [None] * 4
    asked = thread.send("按预估点击率排一下")
    assert asked.intent == "score" and not asked.titles
    assert "还没有可信的点击率预估" in asked.reply and "预估点击率 " not in asked.reply
    found = assistant.run_tool("score_titles", {"texts": ["雨伞怎么选？"]}, "adv09")
    assert found.result.data["scored"][0]["ctr"] is None


def test_titles_are_written_scored_sorted_and_suggested_with_estimates(taught: Assistant) -> None:
    thread = taught.open(advertiser_id="adv09")
    written = thread.send("来4条标题").titles
    rates = [one.ctr for one in written]
    assert all(rate and 0 < rate.low < rate.mean < rate.high < 1 and rate.source == "model" for rate in rates)
    asked = thread.send("按预估点击率排一下")
    means = [one.ctr.mean for one in asked.titles if one.ctr]
    assert means == sorted(means, reverse=True)
    assert {one.id for one in asked.titles} == {one.id for one in written}
    assert "估计" in asked.reply and f"{means[0]:.2%}" in asked.reply
    changed = thread.send("第一条再短点").titles
    assert [one.provenance.parent_id for one in changed] == [asked.titles[0].id]
    cards = [one.title for one in taught.first_screen("adv09", 8) if one.title]
    assert cards and all(one.ctr for one in cards)
    assert taught.recommend("adv09", 3) and all(one.ctr for one in taught.recommend("adv09", 3))


def test_a_model_that_comes_later_is_told_of_titles_shown_before(
    scripted_assistant: tuple[Assistant, Settings], model: CtrModel
) -> None:
    assistant, settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv10")
    thread.send("来4条标题")
    model.save(file_of(settings.home))
    try:
        asked = thread.send("sort them by predicted ctr")
    finally:
        file_of(settings.home).unlink()
    assert len(asked.titles) == 4 and all(one.ctr for one in asked.titles)
    assert thread.history()[-1].titles == asked.titles
    worst = thread.send("保存点击率最低的那条").pending
    assert [one.title_ids for one in worst] == [(asked.titles[-1].id,)]
