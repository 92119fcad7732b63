"""Heat (热度) of memes, renewed from what people say now. It cools by itself as it is read (`tools.store.heat`)."""

from __future__ import annotations

import datetime
import hashlib
import json
import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict
from sqlalchemy import update

from models.generator.weaving import spoken
from models.text import fold
from tools.memes.mining import Post
from tools.store import MemeRecord, Stores
from tools.store.heat import LEAST_HEAT, MOST_HEAT
from tools.store.meta import keep_meta
from tools.store.outbox import note
from tools.store.tables import memes

_HOT_SHARE = 0.003  # a meme in three of a thousand texts is as hot as can be
_META_KEY = "memes_refreshed"


class Refreshed(BaseModel):
    """`changed`: (term, heat before, heat now, texts that mention it), the largest change first.

    `repeated`: this very file was the last one used, and nothing was done.
    """

    model_config = ConfigDict(frozen=True)

    texts: int
    changed: tuple[tuple[str, float, float, int], ...]
    repeated: bool = False


def refresh(stores: Stores, posts: Sequence[Post], today: datetime.date) -> Refreshed:
    """Raise the heat of what is spoken of, in one transaction: a process that dies leaves the old ones, and another run
    does it all. What is not spoken of cools on.
    """
    digest = hashlib.sha256("\0".join(one.text for one in posts).encode()).hexdigest()
    last = json.loads(stores.get_meta(_META_KEY) or "{}")
    if last.get("digest") == digest:
        return Refreshed(texts=len(posts), changed=(), repeated=True)
    texts = [fold(one.text) for one in posts]
    moved: list[tuple[MemeRecord, float, int]] = []
    for record in stores.memes.all(today):
        said = spoken(record.term)
        mentions = sum(said.search(text) is not None for text in texts)
        heat = renewed(record.heat, mentions / max(len(texts), 1))
        if heat != record.heat:
            moved.append((record, heat, mentions))
    _keep(stores, {record.id: heat for record, heat, _ in moved}, today, {"digest": digest, "day": today.isoformat()})
    moved.sort(key=lambda one: (-abs(one[1] - one[0].heat), one[0].id))
    changed = tuple((record.term, record.heat, heat, mentions) for record, heat, mentions in moved)
    return Refreshed(texts=len(posts), changed=changed)


def renewed(heat: float, share: float) -> float:
    """Heat of a meme in this `share` of texts: what is left of it, or what the share is worth if that is more.

    The share counts by its logarithm: 1 at three in 100,000 or less, 5 at three in 1,000 or more.
    """
    worth = MOST_HEAT + 2 * math.log10(share / _HOT_SHARE) if share else LEAST_HEAT
    return float(round(min(max(heat, worth, LEAST_HEAT), MOST_HEAT), 2))


def _keep(stores: Stores, heats: dict[str, float], today: datetime.date, done: dict[str, str]) -> None:
    with stores.database.write() as connection:
        for meme_id, heat in heats.items():
            connection.execute(update(memes).where(memes.c.id == meme_id).values(heat=heat, heat_at=today))
        note(connection, "meme", heats)
        keep_meta(stores.database, connection, _META_KEY, json.dumps(done))
