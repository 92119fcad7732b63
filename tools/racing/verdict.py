"""How a race stands or ended, as sentences for an advertiser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from tools.racing.ledger import Deed
from tools.racing.status import SURE, UNEVEN, ArmStatus, RaceStatus

Language = Literal["zh", "en"]
ALARMS = frozenset({"drift", "fatigue"})
"""Deeds of a race's own that its reader should know of; see `drift.py`."""
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "no data": "还没有数据：还没有收到曝光和点击，现在的胜出概率只是先验。",
        "paused": "已暂停：{reason}。",
        "stopped": "已停止：{reason}。",
        "declared": "人工定的胜出者：「{name}」。",
        "all left": "没有胜出者：所有标题都已退出。",
        "winner": "胜出：「{name}」，{sure}。",
        "open": "还分不出胜负：目前领先的是「{name}」，{sure}。",
        "no winner": "没有胜出者：目前领先的是「{name}」，{sure}。",
        "sure": "是最好的概率 {best:.0%}，现在就选它，预计每千次曝光少 {loss:.2f} 次点击",
        "overlap": "胜出概率够高了，但随时有效的区间还没有分开，先不宣布胜者。",
        "young": "有 {n:,} 次曝光还太新，点击可能还在路上：算流量，暂时不算点击率。",
        "ratio": "注意：实际曝光比例和决策不符，先查投放再比较。",
        "drift": "「{name}」的点击率变了：{rates}。之后只按变化后的数据分流。",
        "fatigue": "「{name}」疲劳了：点击率 {rates}。之后只按变化后的数据分流。",
    },
    "en": {
        "no data": "No data yet: neither impressions nor clicks have come in, the chances shown are only the prior.",
        "paused": "Paused: {reason}.",
        "stopped": "Stopped: {reason}.",
        "declared": "Winner declared by hand: “{name}”.",
        "all left": "No winner: every title has left.",
        "winner": "Winner: “{name}”, {sure}.",
        "open": "Not decided yet: “{name}” leads, {sure}.",
        "no winner": "No winner: “{name}” leads, {sure}.",
        "sure": "best with probability {best:.0%}; settling for it gives away {loss:.2f} clicks in 1,000 impressions",
        "overlap": "Likely enough, but the anytime-valid intervals still overlap: no winner is named yet.",
        "young": "{n:,} impressions are so new that clicks may be on their way: they do not count for rates yet.",
        "ratio": "Note: impressions are not split as decided; check the delivery before comparing.",
        "drift": "The click rate of “{name}” has changed: {rates}. Only what came after steers the traffic.",
        "fatigue": "“{name}” wears out: click rate {rates}. Only what came after steers the traffic.",
    },
}
_REASONS = (
    (r"budget of (\S+) spent \((\S+)\)", r"预算 \1 元已用完（花费 \2 元）"),
    (r"loss of (\S+) clicks reached \((\S+)\)", r"试错损失到了上限 \1 次点击（估计 \2 次）"),
    (r"all (\d+) decisions made", r"\1 次分流已用完"),
    (r"stopped by hand", "手动停止"),
    (r"declared by hand", "人工定了结果"),
    (r"paused by hand", "手动暂停"),
)


class Sentence(NamedTuple):
    """`kind` says how to show it: good news, a warning, or neither."""

    text: str
    kind: Literal["", "good", "warn"] = ""


def verdict(status: RaceStatus, texts: Mapping[str, str] | None = None, language: Language = "zh") -> list[str]:
    """The texts of `sentences`."""
    return [one.text for one in sentences(status, texts, language)]


def sentences(status: RaceStatus, texts: Mapping[str, str] | None = None, language: Language = "zh") -> list[Sentence]:
    """The state, the ending, and what to look into; `texts` are the titles by id."""
    words = _WORDS[language]
    said = []
    if status.state != "running":
        said.append(Sentence(words[status.state].format(reason=reason(status.stop_reason or "", language))))
    if status.impressions == 0 and status.clicks == 0 and status.declared is None:
        return [*said, Sentence(words["no data"])]
    said += _ending(status, texts or {}, words)
    if status.maturing:
        said.append(Sentence(words["young"].format(n=status.maturing)))
    if status.sample_ratio_p is not None and status.sample_ratio_p < UNEVEN:
        said.append(Sentence(words["ratio"], "warn"))
    return said


def reason(text: str, language: Language = "zh") -> str:
    """Why a race stopped; a reason that a person gave stays as it is."""
    for pattern, words in _REASONS:
        if language == "zh" and re.fullmatch(pattern, text):
            return re.sub(pattern, words, text)
    return text


def alarm(deed: Deed, texts: Mapping[str, str] | None = None, language: Language = "zh") -> Sentence:
    """What one of the `ALARMS` says."""
    name = (texts or {}).get(deed.arm_id or "", deed.arm_id or "")
    return Sentence(_WORDS[language][deed.what].format(name=name, rates=rates(deed.note)), "warn")


def rates(note: str) -> str:
    """“0.0300 -> 0.0200”, as an alarm keeps it, in percent."""
    return " → ".join(f"{float(part):.2%}" for part in note.split("->"))


def _ending(status: RaceStatus, texts: Mapping[str, str], words: Mapping[str, str]) -> list[Sentence]:
    playing = [arm for arm in status.arms if arm.active]
    if status.declared is not None:
        return [Sentence(words["declared"].format(name=texts.get(status.declared, status.declared)), "good")]
    if not playing:
        return [Sentence(words["all left"])]
    leader: ArmStatus = max(playing, key=lambda arm: arm.probability_best)
    sure = words["sure"].format(best=leader.probability_best, loss=leader.expected_loss * 1000)
    name = texts.get(leader.arm_id, leader.arm_id)
    if status.winner:
        return [Sentence(words["winner"].format(name=name, sure=sure), "good")]
    told = Sentence(words["open" if status.state == "running" else "no winner"].format(name=name, sure=sure))
    return [told, Sentence(words["overlap"])] if leader.probability_best >= SURE and len(playing) > 1 else [told]
