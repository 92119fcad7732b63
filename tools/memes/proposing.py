"""From what people wrote to proposals of memes, without the memes that are known already."""

from __future__ import annotations

from collections.abc import Sequence

from tools.memes.mining import MiningSettings, Post, Proposal, mine
from tools.store import Stores

MOST = 50


def propose(
    stores: Stores,
    posts: Sequence[Post],
    background: Sequence[Post] = (),
    *,
    settings: MiningSettings | None = None,
    limit: int = MOST,
) -> list[Proposal]:
    """At most `limit`, the strongest rise first. Raises ValueError in Chinese when there is nothing to compare with."""
    known = [meme.term for meme in stores.memes.all()]
    return mine(posts, background, known=known, settings=settings)[:limit]
