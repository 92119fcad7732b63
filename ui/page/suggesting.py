"""What one might say next, made from how the conversation stands."""

from __future__ import annotations

from collections.abc import Sequence

from agent.turn import Turn
from models.types import Verdict

AT_MOST = 4
_TIGHT = 15


def next_messages(turns: Sequence[Turn], max_chars: int) -> list[str]:
    """Up to four messages that the agent can act on; none while there is nothing to go on from."""
    if not turns:
        return []
    last, listed = turns[-1], next((turn for turn in reversed(turns) if turn.titles), None)
    if last.pending or listed is None:
        return []
    brief, titles = last.brief, listed.titles
    found = []
    if any(one.compliance and one.compliance.verdict is Verdict.VIOLATION for one in titles):
        found.append("把不合规的换掉")
    if len(titles) > 1:
        found += ["哪条最好？为什么？", "换一批"]
    else:
        found.append("再来3条")
    if (brief.max_chars or max_chars) > _TIGHT:
        found.append(f"都缩到{_TIGHT}字以内")
    if not brief.tone:
        found.append("再活泼一点")
    if not brief.memes:
        found.append("有什么梗可以用？")
    return list(dict.fromkeys(found))[:AT_MOST]
