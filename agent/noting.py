"""What a message says of titles is stored, as a press of their buttons does."""

from __future__ import annotations

from collections.abc import Sequence

from agent.plan import Plan, ShownList, TitleRef
from agent.references import UnknownReference, resolve
from agent.runtime import TurnContext
from tools.opinions import opinions_of
from tools.store import Stores


def note_opinions(plan: Plan, shown: Sequence[ShownList], stores: Stores, turn: TurnContext) -> dict[str, list[str]]:
    """Ids of the titles liked and disliked, under like and dislike; a title that is both, or is not there, is neither.

    What was said before in the conversation is not stored again, so a turn may be run twice.
    """
    liked, disliked = _ids(plan.liked, shown), _ids(plan.disliked, shown)
    said = {
        "like": [one for one in liked if one not in disliked],
        "dislike": [one for one in disliked if one not in liked],
    }
    titles = {title.id: title for title in stores.titles.many([*said["like"], *said["dislike"]])}
    known = opinions_of(stores, [*titles.values()], turn.thread_id) if titles else {}
    for kind, ids in said.items():
        for title_id in ids:
            if title_id in known and kind in known[title_id].said:
                continue
            stores.feedback.add(
                title_id,
                kind,
                advertiser_id=turn.advertiser.id,
                thread_id=turn.thread_id,
                data={"text": titles[title_id].text, "said": True},
            )
    return said


def _ids(ref: TitleRef | None, shown: Sequence[ShownList]) -> list[str]:
    if ref is None:
        return []
    try:
        return list(resolve(ref, shown, {}))
    except UnknownReference:  # one number too high takes the others with it
        alone = [TitleRef(numbers=(number,)) for number in ref.numbers] if len(ref.numbers) > 1 else []
        return [title_id for one in alone for title_id in _ids(one, shown)]
