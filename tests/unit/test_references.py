import pytest

from agent.plan import Intent, Plan, ShownList, TitleRef
from agent.references import UnknownReference, candidates_for, resolve
from models.types import Scores, Title


def shown(turn: int, *ids: str) -> ShownList:
    return ShownList(turn=turn, intent=Intent.GENERATE, title_ids=ids, texts=ids)


LISTS = (shown(0, "a1", "a2", "a3", "a4"), shown(1, "b1"))
TITLES = {
    one: Title(id=one, text=one, scores=Scores(fluency=0.9, style=0.5, quality=quality, source="test"))
    for one, quality in (("a1", 0.4), ("a2", 0.1), ("a3", 0.9), ("a4", 0.5), ("b1", 0.2))
}


@pytest.mark.parametrize(
    ("ref", "ids"),
    [
        (TitleRef(numbers=(1,)), ("b1",)),
        (TitleRef(numbers=(4,)), ("a4",)),  # the latest list is too short: the one before is meant
        (TitleRef(numbers=(-1,), which="first"), ("a4",)),
        (TitleRef(numbers=(2, 3), size=4), ("a2", "a3")),
        (TitleRef(all=True), ("b1",)),
        (TitleRef(all=True, which="previous"), ("a1", "a2", "a3", "a4")),
        (TitleRef(by="worst", metric="quality", which="first"), ("a2",)),
        (TitleRef(by="best", take=2, which="first"), ("a3", "a4")),
    ],
)
def test_a_reference_finds_its_titles(ref: TitleRef, ids: tuple[str, ...]):
    assert resolve(ref, LISTS, TITLES) == ids


FINALS = (*LISTS[:1], ShownList(turn=1, intent=Intent.RACE, title_ids=("a4", "a3", "a1"), texts=("a4", "a3", "a1")))


@pytest.mark.parametrize(
    ("ref", "ids"),
    [
        (TitleRef(numbers=(1, 2)), ("a4", "a3")),
        (TitleRef(by="best", take=2), ("a4", "a3")),
        (TitleRef(by="worst", take=1), ("a1",)),
        (TitleRef(by="best", take=1, metric="quality"), ("a3",)),
        (TitleRef(by="best", take=2, which="first"), ("a3", "a4")),
    ],
)
def test_among_finals_the_order_shown_decides(ref: TitleRef, ids: tuple[str, ...]):
    assert resolve(ref, FINALS, TITLES) == ids
    if ref.which == "latest" and ref.by:
        assert candidates_for(Plan(intent=Intent.SAVE, ref=ref), FINALS, TITLES, 3) == ids


def test_a_weak_title_is_never_the_best_beside_a_sound_one():
    titles = {
        one: Title(id=one, text=one, scores=Scores(fluency=fluency, style=1.0, quality=quality, source="test"))
        for one, quality, fluency in (("c1", 0.34, 1.0), ("c2", 0.36, 0.5), ("c3", 0.1, 1.0))
    }
    lists = (shown(0, "c1", "c2", "c3"),)
    assert resolve(TitleRef(by="best"), lists, titles) == ("c2",)
    assert resolve(TitleRef(by="best", metric="fluency"), lists, titles) == ("c1",)
    assert resolve(TitleRef(by="worst"), lists, titles) == ("c3",)


def test_of_equal_titles_the_first_shown_is_the_best_and_the_last_the_worst() -> None:
    scores = Scores(fluency=0.5, style=0.5, quality=0.5, source="test")
    titles = {one: Title(id=one, text=one, scores=scores) for one in ("e1", "e2", "e3")}
    lists = (shown(0, *titles),)
    assert resolve(TitleRef(by="best"), lists, titles) == ("e1",)
    assert resolve(TitleRef(by="worst", metric="quality"), lists, titles) == ("e3",)


def test_among_titles_that_raced_viewers_decide():
    raced = {"a4": 0.1, "a3": 0.2, "a1": 0.7}
    assert resolve(TitleRef(by="best"), FINALS, TITLES, raced) == ("a1",)
    assert resolve(TitleRef(by="worst"), FINALS, TITLES, raced) == ("a4",)
    assert resolve(TitleRef(by="best", metric="quality"), FINALS, TITLES, raced) == ("a3",)
    assert resolve(TitleRef(by="best", which="first"), FINALS, TITLES, raced) == ("a3",), "a2 never raced"
    best = Plan(intent=Intent.SAVE, ref=TitleRef(by="best"), pick=1)
    assert candidates_for(best, FINALS, TITLES, 1, raced=raced) == ("a1",)


def test_titles_with_a_word_banned_since_are_no_candidates_while_others_are_left():
    titles = {
        one: Title(id=one, text=text) for one, text in (("f1", "猫粮桶见底"), ("f2", "门口等饭"), ("f3", "猫粮车"))
    }
    lists = (shown(0, "f1", "f2", "f3"),)
    picking = Plan(intent=Intent.RACE)
    assert candidates_for(picking, lists, titles, 2, avoid=("猫粮",)) == ("f2",)
    assert candidates_for(picking, lists, titles, 2, avoid=("猫粮", "饭")) == ("f1", "f2", "f3")
    named = Plan(intent=Intent.RACE, ref=TitleRef(numbers=(1,)))
    assert candidates_for(named, lists, titles, 1, avoid=("猫粮",)) == ("f1",), "named, so wanted"


def test_a_number_beyond_every_list_is_asked_about():
    with pytest.raises(UnknownReference, match="第 9 条"):
        resolve(TitleRef(numbers=(9,)), LISTS, TITLES)


def test_nothing_shown_yet_is_said():
    with pytest.raises(UnknownReference, match="还没有"):
        resolve(TitleRef(numbers=(1,)), (), {})
