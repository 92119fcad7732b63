"""How a race stands or ended, as sentences for an advertiser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from tools.racing.status import ArmStatus, RaceStatus

Language = Literal["zh", "en"]
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
        "ratio": "注意：实际曝光比例和决策不符，先查投放再比较。",
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
        "ratio": "Note: impressions are not split as decided; check the delivery before comparing.",
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


def verdict(status: RaceStatus, texts: Mapping[str, str] | None = None, language: Language = "zh") -> list[str]:
    """Sentences: the state, the ending, and what to look into; `texts` are the titles by id."""
    words = _WORDS[language]
    said = []
    if status.state != "running":
        said.append(words[status.state].format(reason=reason(status.stop_reason or "", language)))
    if status.impressions == 0 and status.clicks == 0 and status.declared is None:
        return [*said, words["no data"]]
    said.append(_ending(status, texts or {}, words))
    if status.sample_ratio_p is not None and status.sample_ratio_p < 0.001:
        said.append(words["ratio"])
    return said


def reason(text: str, language: Language = "zh") -> str:
    """Why a race stopped; a reason that a person gave stays as it is."""
    for pattern, words in _REASONS:
        if language == "zh" and re.fullmatch(pattern, text):
            return re.sub(pattern, words, text)
    return text


def _ending(status: RaceStatus, texts: Mapping[str, str], words: Mapping[str, str]) -> str:
    playing = [arm for arm in status.arms if arm.active]
    if status.declared is not None:
        return words["declared"].format(name=texts.get(status.declared, status.declared))
    if not playing:
        return words["all left"]
    leader: ArmStatus = max(playing, key=lambda arm: arm.probability_best)
    sure = words["sure"].format(best=leader.probability_best, loss=leader.expected_loss * 1000)
    kind = "winner" if status.winner else "open" if status.state == "running" else "no winner"
    return words[kind].format(name=texts.get(leader.arm_id, leader.arm_id), sure=sure)
