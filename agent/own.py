"""A title of the user's own: kept like any other, so that it can be rewritten, pointed at and saved."""

from __future__ import annotations

from uuid import uuid4

from agent.brief import Brief
from agent.plan import Plan
from agent.readers.subjects import things_in
from agent.runtime import Parts, TurnContext
from agent.wording import common_noun, default_product
from models.generator.words import is_scene
from models.types import Provenance, Title

_SCENE = range(4, 1, -1)  # characters of a word for when or where
MOST_SCENES = 2


def keep_own_title(plan: Plan, brief: Brief, parts: Parts, turn: TurnContext) -> str | None:
    """The id of the title handed in with the message, stored now; none where none was."""
    if plan.given is None:
        return None
    product = default_product(brief, turn.advertiser)
    words = keywords_of(plan.given, brief.subject or (common_noun(product, turn.advertiser.name) if product else None))
    title = Title(
        id=uuid4().hex,
        text=plan.given,
        product_id=product.id if product else None,
        keywords=words,
        provenance=Provenance(source="given"),
    )
    parts.stores.titles.add([title], advertiser_id=turn.advertiser.id, thread_id=turn.thread_id)
    return title.id


def keywords_of(text: str, about: str | None) -> tuple[str, ...]:
    """What a title speaks of: the thing it names, or else what is advertised, and when or where it plays."""
    thing = next(iter(things_in(text)), about)
    scenes: list[str] = []
    at = 0
    while at < len(text) and len(scenes) < MOST_SCENES:
        found = next((text[at : at + size] for size in _SCENE if is_scene(text[at : at + size])), None)
        scenes += [found] if found else []
        at += len(found) if found else 1
    return tuple(dict.fromkeys(word for word in (thing, *scenes) if word))
