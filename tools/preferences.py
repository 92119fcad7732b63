"""What people thought of titles, as rows that `miaoti train preferences` learns from.

Of one request (a conversation and its keywords) the titles that were liked, picked, adopted or saved are preferred to
those that were disliked; a title is less than what its reader made of it. Who takes an opinion back has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from models.pipeline.judged import PREFERRED
from models.pipeline.rows import write_rows
from models.types import Title
from tools.opinions import Opinions, take
from tools.store import Stores
from tools.store.tables import feedback, library

_SENSELESS = "fluency"  # the only objection that says a title makes no sense


def preference_rows(stores: Stores, advertiser_id: str | None = None) -> list[dict[str, Any]]:
    """Rows in the form of `models.pipeline.judged`, of one account or of all, in the order of the opinions.

    Only groups with something on both sides are of use to losses over pairs; the others still teach single ones.
    """
    opinions = _opinions(stores, advertiser_id)
    ids = [*opinions, *(new for one in opinions.values() for new in one.became)]
    titles = {title.id: title for title in stores.titles.existing(list(dict.fromkeys(ids)))}
    threads = stores.titles.threads(list(titles))
    rows = [
        _row(titles[found], one.preferred, f"request {threads.get(found)}", one.reason)
        for found, one in opinions.items()
        if found in titles and one.preferred is not None
    ]
    for found, one in opinions.items():
        rows += _edits(found, one, titles, opinions)
    return [row for row in rows if row["keywords"]]


def write_preferences(rows: Sequence[Mapping[str, Any]], folder: Path) -> Path:
    """The file that a trainer finds in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / PREFERRED.replace("*", "1")
    write_rows(path, rows)
    return path


def _opinions(stores: Stores, advertiser_id: str | None) -> dict[str, Opinions]:
    query = select(feedback).order_by(feedback.c.seq)
    saved = select(library.c.title_id)
    if advertiser_id is not None:
        query = query.where(feedback.c.advertiser_id == advertiser_id)
        saved = saved.where(library.c.advertiser_id == advertiser_id)
    found: dict[str, Opinions] = {}
    with stores.database.read() as connection:
        for row in connection.execute(query):
            take(found, row.title_id, row.kind, row.note, row.data or {})
        for title_id in connection.execute(saved).scalars():
            take(found, title_id, "save", "", {})
    return found


def _edits(
    found: str, one: Opinions, titles: Mapping[str, Title], opinions: Mapping[str, Opinions]
) -> Iterable[dict[str, Any]]:
    """Before and after, as a group of their own; an edit that was disliked itself proves nothing."""
    for new in one.became:
        disliked = new in opinions and opinions[new].preferred is False
        if found in titles and new in titles and not disliked:
            yield _row(titles[found], False, f"edit {new}")
            after = titles[new].model_copy(update={"keywords": titles[found].keywords})
            yield _row(after, True, f"edit {new}", prompt=titles[found].provenance.prompt)


def _row(
    title: Title, preferred: bool | None, group: str, reason: str = "", *, prompt: str | None = None
) -> dict[str, Any]:
    prompt = prompt or title.provenance.prompt
    return {
        "keywords": list(title.keywords),
        "title": title.text,
        "preferred": preferred,
        "group": group,
        "sense": 0 if reason == _SENSELESS else 1,
        "appeal": 4 if preferred else 1,
        "source": title.provenance.source,
        **({"prompt": prompt} if prompt else {}),
    }
