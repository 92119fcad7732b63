"""The finals: the best by what is known of all of them alike, and no two that say the same."""

from __future__ import annotations

from models.types import CtrEstimate, Scores, Title
from tools.opinions import Opinions
from tools.racing import pick_finals


def title(text: str, quality: float, rate: float | None = None) -> Title:
    ctr = None if rate is None else CtrEstimate(mean=rate, low=rate / 2, high=rate * 2, source="model")
    scores = Scores(fluency=quality, style=quality, quality=quality, source="test")
    return Title(id=text, text=text, scores=scores, ctr=ctr)


def picked(*titles: Title, n: int = 2) -> list[str]:
    return [one.text for one in pick_finals(titles, n)]


def test_rates_decide_where_all_have_one() -> None:
    worst, best = title("周末去露营", 0.9, 0.01), title("帐篷五分钟搭好", 0.1, 0.04)
    middle = title("营地里的咖啡", 0.5, 0.03)
    assert picked(worst, best, middle) == ["帐篷五分钟搭好", "营地里的咖啡"]


def test_a_title_without_a_rate_is_not_held_against_those_with_one() -> None:
    assert picked(title("周末去露营", 0.9, 0.01), title("帐篷五分钟搭好", 0.5), n=1) == ["周末去露营"]
    assert picked(title("周末去露营", 0.4, 0.09), title("帐篷五分钟搭好", 0.5), n=1) == ["帐篷五分钟搭好"]


def test_what_says_the_same_gives_way_to_what_is_nearly_as_good() -> None:
    same = title("周末去露营吧", 0.88)
    assert picked(title("周末去露营", 0.9), same, title("帐篷五分钟搭好", 0.8)) == ["周末去露营", "帐篷五分钟搭好"]
    assert picked(title("周末去露营", 0.9), same, title("帐篷五分钟搭好", 0.3)) == ["周末去露营", "周末去露营吧"]
    assert pick_finals([], 3) == []


def test_what_was_picked_goes_first_then_what_was_liked_then_the_best() -> None:
    titles = [
        title("周末去露营", 0.9),
        title("帐篷五分钟搭好", 0.6),
        title("营地里的咖啡", 0.4),
        title("山里的星星", 0.2),
    ]
    opinions = {"山里的星星": Opinions({"pick"}), "营地里的咖啡": Opinions({"like"})}
    assert [one.text for one in pick_finals(titles, 3, opinions)] == ["山里的星星", "营地里的咖啡", "周末去露营"]
    both = opinions | {"帐篷五分钟搭好": Opinions({"pick", "like"})}
    assert [one.text for one in pick_finals(titles, 2, both)] == ["帐篷五分钟搭好", "山里的星星"]


def test_a_weak_title_gives_way_to_a_sound_one_that_says_nearly_the_same() -> None:
    assert picked(title("周末去露营", 0.9), title("周末去露营吧", 0.5), title("帐篷五分钟搭好", 0.3)) == [
        "周末去露营",
        "周末去露营吧",
    ]
    assert picked(title("周末去露营", 0.2), title("帐篷五分钟搭好", 0.3)) == ["帐篷五分钟搭好", "周末去露营"]
