"""What an advertiser is told: no data, no winner, a winner, and why a race stopped."""

from __future__ import annotations

from dataclasses import fields

from tools.racing import Race, RaceRules, open_race
from tools.racing.rules_told import rules_told
from tools.racing.verdict import verdict

NO_DATA = "还没有数据：还没有收到曝光和点击，现在的胜出概率只是先验。"
TEXTS = {"a": "周末去露营", "b": "下班去露营", "c": "帐篷五分钟搭好"}


def fed(clicks: dict[str, int], shown: int = 4_000, rules: RaceRules | None = None) -> Race:
    race = open_race(list(clicks), rules=rules)
    rows = [{"id": f"i{arm}", "kind": "impression", "arm_id": arm, "count": shown} for arm in clicks]
    rows += [{"id": f"c{arm}", "kind": "click", "arm_id": arm, "count": n} for arm, n in clicks.items() if n]
    race.record([row | {"amount": 1.0} for row in rows])
    return race


def test_without_data_nothing_is_claimed() -> None:
    race = open_race(list(TEXTS))
    assert verdict(race.status(), TEXTS) == [NO_DATA]
    race.stop("活动结束")
    assert verdict(race.status(), TEXTS) == ["已停止：活动结束。", NO_DATA]


def test_equal_titles_have_no_winner() -> None:
    race = fed({"a": 80, "b": 82, "c": 81})
    assert verdict(race.status(), TEXTS)[0].startswith("还分不出胜负：目前领先的是「下班去露营」，是最好的概率 ")
    race.stop()
    told = verdict(race.status(), TEXTS)
    assert told[0] == "已停止：手动停止。"
    assert told[1].startswith("没有胜出者：") and "每千次曝光少 " in told[1]


def test_a_clear_winner_is_named_with_how_sure() -> None:
    told = verdict(fed({"a": 80, "b": 82, "c": 300}).status(), TEXTS)
    assert told == ["胜出：「帐篷五分钟搭好」，是最好的概率 100%，现在就选它，预计每千次曝光少 0.00 次点击。"]


def test_caps_are_told_in_chinese() -> None:
    spent = fed({"a": 80, "b": 82}, rules=RaceRules(budget=3))
    assert verdict(spent.status())[0] == "已停止：预算 3 元已用完（花费 4 元）。"
    assert verdict(fed({"a": 80, "b": 400}, rules=RaceRules(max_loss=9)).status())[0].startswith(
        "已停止：试错损失到了上限 9 次点击（估计 "
    )


def test_every_rule_is_told_in_both_languages() -> None:
    told = dict(rules_told(RaceRules(budget=500, maturation=1800)))
    assert len(told) == len(fields(RaceRules)) == len(rules_told(RaceRules(), "en"))
    assert told["预算上限"] == "500.00 元，花完自动停" and told["等点击到齐"] == "曝光 30 分钟后才算点击率"
    assert told["对照组"] == told["试错损失上限"] == "不设" and told["只有两条时"] == "平均分流"


def test_in_english_by_the_switch() -> None:
    race = fed({"a": 80, "b": 82, "c": 81})
    race.stop()
    told = verdict(race.status(), TEXTS, "en")
    assert told[0] == "Stopped: stopped by hand." and told[1].startswith("No winner: ")


def test_what_a_person_declared_is_said_to_be_theirs() -> None:
    race = fed({"a": 80, "b": 82, "c": 300})
    race.declare("a")
    assert verdict(race.status(), TEXTS) == ["已停止：人工定了结果。", "人工定的胜出者：「周末去露营」。"]
