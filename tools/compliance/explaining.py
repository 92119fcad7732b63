"""Findings told to an advertiser, in Chinese."""

from __future__ import annotations

import re

from models.types import Compliance, Finding, Verdict

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?$")
_DIGITS = "零一二三四五六七八九"
_INSTEAD = {
    "absolute": "换成看得见的事实，例如材质、参数、做法或使用感受",
    "medical_term": "只写成分、口感、质地和用法，不写病名和疗效",
    "uncited_data": "注明数据出处和测试条件，或改写成使用感受",
    "education": "写课程内容、上课方式和练习安排，不承诺结果",
    "finance": "写产品规则和费用，并提示投资有风险",
    "medical_guarantee": "写适用人群和用法，请消费者遵医嘱",
    "false": "写能够兑现、能够查证的效果",
    "disparage": "只说自己的特点，或与自家上一代相比",
    "alcohol": "写原料、香型和搭配，并提示理性饮酒",
    "realestate": "写户型、面积和现有配套，距离用路程表示",
    "state": "写产地、工艺和公开的证书，不借机关和军队的名义",
    "superstition": "写材质、造型和做工，不写运势",
    "gambling": "改成不涉及钱物输赢的休闲玩法",
    "drug": "处方药不能做广告，可以改写成就医和合理用药的提醒",
    "vulgar": "换成轻松但不低俗、不暴力的说法",
    "tobacco": "烟草制品不能做广告",
    "minor": "写玩法、年龄提示和家长陪伴",
    "discrimination": "去掉对人群的评价，只说商品",
    "breastmilk": "写适用月龄和配料，不与母乳比较",
}

_BROKEN = {"own": "是"}


def explain(compliance: Compliance) -> str:
    """Which words break which article and what to write instead; a line for each finding."""
    if compliance.verdict is Verdict.CLEAN:
        return "没有发现违反《广告法》的内容。"
    shown = [f for f in compliance.findings if not f.exempt] or list(compliance.findings)
    if compliance.verdict is Verdict.EXEMPT:
        lines = [f"“{f.span}”可以用：{f.reason}。" for f in shown]
        return "\n".join(["合规，没有违规内容。", *lines])
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in shown:
        grouped.setdefault((finding.article, finding.reason), []).append(finding)
    head = "这样写违规，不能用：" if any(f.article for f in shown) else "这样写不能用："
    return "\n".join([head, *map(_line, grouped.values())])


def article_name(article: str) -> str:
    """`9(3)` as 《广告法》第九条第三项; nothing for what no article forbids."""
    if not article:
        return ""
    match = _ARTICLE.match(article)
    if match is None:
        return f"《广告法》{article}"
    item = f"第{_numeral(int(match[2]))}项" if match[2] else ""
    return f"《广告法》第{_numeral(int(match[1]))}条{item}"


def _line(findings: list[Finding]) -> str:
    first = findings[0]
    example = f"，如“{first.rewrite}”" if first.rewrite else ""
    advice = _INSTEAD.get(first.category, "删去") + example
    words = "".join(f"“{finding.span}”" for finding in findings)
    broken = f"违反{article_name(first.article)}：" if first.article else _BROKEN.get(first.category, "不合本站规则：")
    return f"{words}{broken}{first.reason}。建议{advice}。"


def _numeral(number: int) -> str:
    """Chinese numeral of 1 to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones or not tens else "")
