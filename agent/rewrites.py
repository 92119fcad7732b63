"""What is said of wordings changed as told: a title handed in, words put to titles, halves kept, titles joined."""

from __future__ import annotations

from collections.abc import Sequence

from agent.plan import Change
from agent.standing import Place
from agent.steps import first_half
from agent.turn_view import TurnView
from agent.verdicts import ReasonsOf, Say, explained
from models.types import Title


def own_title(say: Say, title: Title, offered: Sequence[Title], reasons: ReasonsOf) -> list[str]:
    """How the user's own title stands, what became of it, and how to have it as it is."""
    lines = [say("own_judged"), explained(say, title, Place(), reasons(title), compare=False)]
    kept = sum(not one.provenance.stands_in for one in offered)
    if not offered:
        return [*lines, say("own_kept")]
    key = "own_rewritten" if kept == len(offered) else "own_beside" if not kept else "own_some"
    return [*lines, say(key, n=len(offered), kept=kept, other=len(offered) - kept)]


def operation(say: Say, change: Change, view: TurnView, offered: Sequence[Title]) -> list[str]:
    """What became of titles that were to be joined, or of which a half was to stay; empty for any other change."""
    if change.joins:
        return [say("joined") if offered else say("joined_none")]
    if not change.keeps:
        return []
    half = first_half(view.titles[view.referred()[0]].text)
    if change.keeps == "tail":
        return [say("tail_kept_none")]
    if half is None:
        return [say("one_part")]
    half = half.rstrip("，：；。！？…,:;!? ")
    return [say("half_kept", half=half, n=len(offered)) if offered else say("half_kept_none", half=half)]
