"""Messages read by the shipped small model with the readers: what neither readers nor classifier were written for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from agent.assembly import Settings
from agent.plan import Intent, Planner, PlannerContext, ShownList
from agent.planner import build_planner
from agent.planner.examples import load_examples
from agent.planner.figures import measure
from agent.planner.learned_planner import LearnedPlanner
from agent.roles import open_reader
from models.catalog import Advertiser, Product

ACCOUNT = Advertiser(
    id="a", name="麦垛面包", products=(Product(name="麦垛海盐卷"), Product(name="麦垛黑麦吐司", price="26元"))
)
SHOWN = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b", "c", "d"), texts=("一", "二", "三", "四"))
CONTINUED = ShownList(
    turn=0, intent=Intent.ASSOCIATE, title_ids=("a", "b"), texts=("一早排队", "一早出炉"), text="一早"
)
AFTER = PlannerContext(advertiser=ACCOUNT, shown=(SHOWN,), last_intent=Intent.GENERATE)


@pytest.fixture(scope="module")
def planner(prepared_home: Path) -> Iterator[Planner]:
    with ExitStack() as stack:
        yield build_planner(open_reader(Settings(home=prepared_home), stack))


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("有没有更狠的角度", Intent.REFINE),
        ("俺瞅着第二条有点儿磨叽，给俺拾掇利索点", Intent.REFINE),
        ("这么吹会不会被罚款啊，我有点虚", Intent.COMPLIANCE),
        ("哎呀妈呀太可以了，辛苦你嘞", Intent.SMALLTALK),
        ("我隔壁那家面包店老板电话你有没有", Intent.REFUSE),
        ("黑麦那个一袋几片来着", Intent.ENTITY),
        ("哪条都没看上", Intent.GENERATE),
        ("第四条太矫情，重来", Intent.REFINE),
        ("帮我算一下 1280*37 是多少", Intent.REFUSE),
    ],
)
def test_a_message_in_nobodys_words_is_understood(planner: Planner, message: str, intent: Intent) -> None:
    assert planner.plan(message, AFTER).intent is intent


@pytest.mark.parametrize("message", ["多来几个 一共4个", "再来几条", "多给我三个吧"])
def test_more_is_more_of_what_was_written_last(planner: Planner, message: str) -> None:
    continued = AFTER.model_copy(update={"last_intent": Intent.ASSOCIATE, "shown": (CONTINUED,)})
    assert planner.plan(message, continued).intent is Intent.ASSOCIATE
    assert planner.plan(message, AFTER).intent is Intent.GENERATE


def test_keeping_some_under_a_condition_is_no_race(planner: Planner) -> None:
    read = planner.plan("太多了，留3条就够，每条带“周末”", AFTER)
    assert (read.intent, read.then, read.edit.count) == (Intent.REFINE, (), 3)
    assert read.edit.include_add == ("周末",)


def test_messages_of_hands_never_seen_are_read_better_than_without_the_model(planner: Planner) -> None:
    some = [one for one in load_examples("unseen") if one.voice == "hard"][::2]
    with_model, without = measure(planner, some), measure(build_planner(), some)
    assert build_planner().name == LearnedPlanner.name != planner.name
    assert with_model.right / with_model.total >= 0.9
    # No worse: readers and classifier alone now find as many intents; what the model adds is the arguments.
    assert with_model.right >= without.right
    assert with_model.exact > without.exact
