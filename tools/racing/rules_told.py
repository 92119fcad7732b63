"""A race's rules as an advertiser reads them."""

from __future__ import annotations

import json

from tools.racing.rules import RaceRules
from tools.racing.verdict import Language

_LABELS: dict[Language, dict[str, str]] = {
    "zh": {
        "floor": "每条至少",
        "holdout": "对照组",
        "budget": "预算上限",
        "max_loss": "试错损失上限",
        "max_decisions": "分流次数上限",
        "half_life": "数据半衰期",
        "maturation": "等点击到齐",
        "two_arms": "只有两条时",
    },
    "en": {
        "floor": "Each title gets at least",
        "holdout": "Control group",
        "budget": "Budget cap",
        "max_loss": "Cap on clicks lost",
        "max_decisions": "Cap on decisions",
        "half_life": "Half-life of evidence",
        "maturation": "Wait for late clicks",
        "two_arms": "With only two titles",
    },
}
_VALUES: dict[Language, dict[str, str]] = {
    "zh": {
        "floor": "{:.2%} 的流量",
        "holdout": "{:.1%} 的流量平均分",
        "budget": "{:,.2f} 元，花完自动停",
        "max_loss": "{:,.0f} 次点击，到了自动停",
        "max_decisions": "{:,} 次，到了自动停",
        "half_life": "{:,.0f} 次曝光",
        "maturation": "曝光 {:,.4g} 分钟后才算点击率",
        "two_arms": "{}",
        "even": "平均分流",
        "policy": "按表现分流",
        "none": "不设",
    },
    "en": {
        "floor": "{:.2%} of the traffic",
        "holdout": "{:.1%} of the traffic, split evenly",
        "budget": "{:,.2f} yuan, then it stops by itself",
        "max_loss": "{:,.0f} clicks, then it stops by itself",
        "max_decisions": "{:,}, then it stops by itself",
        "half_life": "{:,.0f} impressions",
        "maturation": "an impression tells of the rate after {:,.4g} minutes",
        "two_arms": "{}",
        "even": "split evenly",
        "policy": "steered as with more",
        "none": "none",
    },
}


def changes_told(note: str, language: Language = "zh") -> str:
    """What a change of rules changed, from the note that the audit keeps of it."""
    changed = json.loads(note)
    told = dict(zip(_LABELS[language], rules_told(RaceRules(**changed), language), strict=True))
    return "；".join(" ".join(told[name]) for name in changed)


def rules_told(rules: RaceRules, language: Language = "zh") -> list[tuple[str, str]]:
    """(rule, what it is set to), in a fixed order."""
    words = _VALUES[language]
    values = vars(rules) | {"maturation": rules.maturation / 60, "two_arms": words[rules.two_arms]}
    return [
        (label, words[name].format(values[name]) if values[name] else words["none"])
        for name, label in _LABELS[language].items()
    ]
