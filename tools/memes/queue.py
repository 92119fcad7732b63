"""Proposals of memes (待审的梗) that wait for a person: admitted with a meaning, or rejected; both can be undone."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, delete, insert, select, update

from tools.memes.mining import Proposal
from tools.store import MemeRecord, Stores
from tools.store.changes import ChangeLog, ChangeRow
from tools.store.clock import Clock, utc_now
from tools.store.hashing import content_id
from tools.store.memes import meme_row
from tools.store.outbox import note as tell_indexes
from tools.store.tables import meme_proposals, memes

AREA = "meme"
PROPOSED, ADMITTED, REJECTED = "proposed", "admitted", "rejected"
RISKS = ("none", "mild", "avoid")


class WrongProposal(ValueError):
    """A proposal that cannot be decided so; the message is Chinese."""


class Queued(BaseModel):
    """A proposal with its state; `by` changed it last, at `at`."""

    model_config = ConfigDict(frozen=True)

    id: str
    proposal: Proposal
    state: str
    by: str
    at: datetime.datetime


class ProposalQueue:
    """Each method is one transaction."""

    def __init__(self, stores: Stores, clock: Clock = utc_now) -> None:
        self._stores = stores
        self._clock = clock
        self._log = ChangeLog(stores.database, clock)

    def add(self, proposals: Sequence[Proposal], *, by: str) -> int:
        """Queue what is new, renew the evidence of what still waits; what was decided stays so. Returns the new."""
        rows = {"p" + content_id(one.kind, one.term): one.model_dump(mode="json") for one in proposals}
        if not rows:
            return 0
        with self._stores.database.write() as connection:
            query = select(meme_proposals.c.id, meme_proposals.c.state).where(meme_proposals.c.id.in_(list(rows)))
            known = {row.id: row.state for row in connection.execute(query)}
            for found, proposal in rows.items():
                if known.get(found) == PROPOSED:
                    renewed = update(meme_proposals).where(meme_proposals.c.id == found)
                    connection.execute(renewed.values(proposal=proposal))
                elif found not in known:
                    row = {"id": found, "proposal": proposal, "state": PROPOSED, "by": by, "at": self._clock()}
                    connection.execute(insert(meme_proposals).values(**row))
        return len(rows) - len(known)

    def list(self, state: str = PROPOSED, limit: int = 200) -> list[Queued]:
        """The strongest rise first."""
        query = select(meme_proposals).where(meme_proposals.c.state == state)
        with self._stores.database.read() as connection:
            found = [Queued.model_validate(dict(row._mapping)) for row in connection.execute(query)]
        return sorted(found, key=lambda one: (-one.proposal.z, one.id))[:limit]

    def admit(self, proposal_id: str, *, meaning: str, risk: str = "none", by: str) -> MemeRecord:
        """Make it a meme. Raises WrongProposal when it is not waiting, lacks a meaning, or its term is one already."""
        if not meaning.strip() or risk not in RISKS:
            raise WrongProposal("写一句这个梗的意思，再入库")
        with self._stores.database.write() as connection:
            proposal = _waiting(connection, proposal_id)
            if connection.execute(select(memes.c.id).where(memes.c.term == proposal.term)).first() is not None:
                raise WrongProposal(f"梗库里已经有“{proposal.term}”")
            meme = _meme(proposal, meaning.strip(), risk, self._clock().year)
            row = meme_row(meme, None, self._clock().date())
            connection.execute(insert(memes).values(**row))
            tell_indexes(connection, "meme", [meme.id])
            self._decide(
                connection,
                proposal_id,
                proposal.term,
                ADMITTED,
                {"meme": {"id": meme.id, "meaning": meme.meaning}},
                by,
                "收为梗",
            )
        return meme

    def reject(self, proposal_id: str, *, by: str) -> None:
        """Raises WrongProposal when it is not waiting."""
        with self._stores.database.write() as connection:
            proposal = _waiting(connection, proposal_id)
            self._decide(connection, proposal_id, proposal.term, REJECTED, {}, by, "不收")

    def restore(self, connection: Connection, change: ChangeRow) -> bool:
        """Take a decision back, for `ChangeLog.undo`: an admitted meme goes, and the proposal waits again."""
        before, after = change.before, change.after
        query = update(meme_proposals).where(
            meme_proposals.c.id == after["id"], meme_proposals.c.state == after["state"]
        )
        if connection.execute(query.values(state=before["state"], at=self._clock())).rowcount != 1:
            return False
        if meme := after.get("meme"):
            connection.execute(delete(memes).where(memes.c.id == meme["id"]))
            tell_indexes(connection, "meme", [meme["id"]])
        return True

    def _decide(
        self, connection: Connection, found: str, term: str, state: str, more: dict[str, Any], by: str, note: str
    ) -> None:
        query = update(meme_proposals).where(meme_proposals.c.id == found)
        connection.execute(query.values(state=state, by=by, at=self._clock()))
        after = {"id": found, "state": state, **more}
        self._log.record(connection, AREA, term[:160], {"id": found, "state": PROPOSED}, after, by=by, note=note)


def _waiting(connection: Connection, found: str) -> Proposal:
    query = select(meme_proposals).where(meme_proposals.c.id == found, meme_proposals.c.state == PROPOSED)
    row = connection.execute(query.with_for_update()).first()
    if row is None:
        raise WrongProposal("这个提议不在队列里，可能已经处理过")
    return Proposal.model_validate(row.proposal)


def _meme(proposal: Proposal, meaning: str, risk: str, year: int) -> MemeRecord:
    pattern = proposal.term if proposal.kind == "pattern" else ""
    return MemeRecord(
        id="meme-" + content_id(proposal.term),
        term=proposal.term,
        meaning=meaning,
        pattern=pattern.replace("X", "{X}").replace("Y", "{Y}"),
        example=proposal.examples[0] if proposal.examples else "",
        kind="pattern" if pattern else "word",
        year=year,
        risk=risk,
    )
