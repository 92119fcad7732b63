"""What one might say next, made from how the conversation stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.plan import Intent
from agent.turn import Turn
from models.types import Verdict
from ui.page.text import Words

AT_MOST = 4
_TIGHT = 15
_NUMBERED = re.compile(r"^\d+\.", re.M)


def next_messages(turns: Sequence[Turn], max_chars: int, words: Words) -> list[str]:
    """Up to four messages that the agent can act on; none while there is nothing to go on from."""
    if not turns:
        return []
    says, last, listed = words.says, turns[-1], next((turn for turn in reversed(turns) if turn.titles), None)
    if last.pending:
        return []
    if last.intent is Intent.MEME:
        return [says["first_meme"], says["second_meme"]][: len(_NUMBERED.findall(last.reply))]
    if listed is None:
        return []
    brief, titles = last.brief, listed.titles
    found = []
    if any(one.compliance and one.compliance.verdict is Verdict.VIOLATION for one in titles):
        found.append(says["legalise"])
    if len(titles) > 1:
        found += [says["best"], says["another"]]
    else:
        found.append(says["again"])
    if (brief.max_chars or max_chars) > _TIGHT:
        found.append(says["tighten"].format(_TIGHT))
    if not brief.tone:
        found.append(says["enliven"])
    if not brief.memes:
        found.append(says["memes"])
    return list(dict.fromkeys(found))[:AT_MOST]
