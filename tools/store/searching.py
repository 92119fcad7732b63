"""Where in an owner's conversations a text stands: in what was said, answered, or offered as a title."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from tools.store.database import Database
from tools.store.tables import threads, titles, turns

THREADS_AT_MOST = 400
_SAID, _OFFERED, _ANSWERED = range(3)


@dataclass(frozen=True)
class ThreadHit:
    """`text` is the whole message, title or answer of the conversation in which the words stand."""

    thread_id: str
    text: str


def find_in_threads(database: Database, words: str, owner: str, advertiser_id: str) -> list[ThreadHit]:
    """One hit a conversation of this owner and account, the latest conversation first; upper and lower case are one.

    A message says more about a conversation than a title, a title more than an answer. Marks that SQL reads as any
    letter stand for themselves.
    """
    reply = turns.c.payload["reply"].as_string()
    said = select(
        turns.c.thread_id, literal(_SAID).label("kind"), turns.c["index"].label("at"), turns.c.user.label("text")
    )
    offered = select(titles.c.thread_id, literal(_OFFERED), titles.c.seq, titles.c.text)
    answered = select(turns.c.thread_id, literal(_ANSWERED), turns.c["index"], reply)
    held = union_all(
        said.where(turns.c.user.icontains(words, autoescape=True)),
        offered.where(titles.c.text.icontains(words, autoescape=True)),
        answered.where(reply.icontains(words, autoescape=True)),
    ).subquery()
    first = func.row_number().over(partition_by=held.c.thread_id, order_by=(held.c.kind, held.c.at)).label("place")
    best = (
        select(held.c.thread_id, held.c.text, threads.c.updated_at, first)
        .join(threads, threads.c.id == held.c.thread_id)
        .where(threads.c.owner == owner, threads.c.advertiser_id == advertiser_id)
        .subquery()
    )
    query = (
        select(best.c.thread_id, best.c.text)
        .where(best.c.place == 1)
        .order_by(best.c.updated_at.desc(), best.c.thread_id)
        .limit(THREADS_AT_MOST)
    )
    with database.read() as connection:
        return [ThreadHit(row.thread_id, row.text) for row in connection.execute(query)]
