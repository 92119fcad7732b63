"""Who may see which conversation: every handler reaches the assistant through here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import gradio as gr

from agent.brief import Brief
from agent.turn import Turn
from models.catalog import Advertiser
from models.types import Title
from tools.opinions import opinions_of
from tools.store import NotFound
from ui.origin import NONE, is_here
from ui.page.keeping import Notes
from ui.ports import AssistantLike, ThreadEntry, ThreadLike

DEMO_USER = "demo"


@dataclass(frozen=True)
class Seat:
    """What one open page shows. It lives on the server, so a browser cannot claim another conversation."""

    advertiser_id: str = ""
    thread_id: str | None = None
    language: str = "zh"

    def at(self, advertiser_id: str, thread_id: str | None = None) -> Seat:
        return replace(self, advertiser_id=advertiser_id, thread_id=thread_id)


def owner_of(request: gr.Request) -> str:
    """The signed-in user; on loopback without sign-in the demo user; from elsewhere this browser session alone."""
    if request.username:
        return f"user:{request.username}"
    host = request.client.host if request.client else ""
    headers = (request.headers if hasattr(request, "headers") else None) or NONE
    return DEMO_USER if is_here(host, headers) else f"session:{request.session_hash}"


MaySee = Callable[[str, str], bool]
"""Whether an owner may work for the account of an id."""
Operates = Callable[[str], bool]
"""Whether an owner is an operator: sees every race, and the console."""


def _everything(_owner: str, _advertiser_id: str) -> bool:
    return True


def _at_this_machine(owner: str) -> bool:
    """Without sign-in, who sits at this machine may do what its command line allows."""
    return owner == DEMO_USER


def person(owner: str) -> str:
    """An owner's name as a log keeps it."""
    return owner.removeprefix("user:")


class Desk:
    """The assistant as one owner may use it."""

    def __init__(
        self,
        assistant: AssistantLike,
        *,
        max_chars: int = 30,
        may_see: MaySee = _everything,
        operates: Operates = _at_this_machine,
        seed: int = 0,
    ) -> None:
        self.assistant = assistant
        self.max_chars = max_chars
        self.seed = seed
        self.notes = Notes(assistant.stores.database)
        self.may_see = may_see
        self.operates = operates

    def advertisers(self, owner: str) -> list[Advertiser]:
        """The accounts that this owner may work for."""
        return [one for one in self.assistant.advertisers.list() if self.may_see(owner, one.id)]

    def advertiser(self, advertiser_id: str) -> Advertiser:
        return self.assistant.advertisers.get(advertiser_id)

    def serves(self, owner: str, seat: Seat) -> bool:
        """Whether the seat is at an account that the owner may work for; none is chosen before the page has opened."""
        return bool(seat.advertiser_id) and self.may_see(owner, seat.advertiser_id)

    def entries(self, owner: str, advertiser_id: str | None = None) -> Sequence[ThreadEntry]:
        """Conversations of this owner only."""
        found = self.assistant.threads(advertiser_id=advertiser_id, owner=owner)
        open_to = {one: self.may_see(owner, one) for one in {entry.advertiser_id for entry in found}}
        return [one for one in found if one.owner == owner and open_to[one.advertiser_id]]

    def find(
        self, owner: str, advertiser_id: str, words: str, entries: Sequence[ThreadEntry]
    ) -> list[tuple[ThreadEntry, str]]:
        """Those of this owner's `entries` of an account in which the words stand, each with the text around them."""
        known = {one.id: one for one in entries}
        hits = self.assistant.find(words, advertiser_id, owner) if known else ()
        return [(known[hit.thread_id], hit.text) for hit in hits if hit.thread_id in known]

    def opinions(self, thread_id: str, titles: Sequence[Title]) -> dict[str, str]:
        """`like` or `dislike` by title id, as a button was pressed or the chat was told in that conversation."""
        found = opinions_of(self.assistant.stores, titles, thread_id) if titles else {}
        return {key: kind for key, one in found.items() for kind in ("like", "dislike") if kind in one.said}

    def thread(self, owner: str, thread_id: str | None) -> ThreadLike | None:
        """The conversation of that id if it is this owner's, else none."""
        entry = next((one for one in self.entries(owner) if one.id == thread_id), None)
        return self.assistant.open(entry.advertiser_id, thread_id=entry.id, owner=owner) if entry else None

    def thread_to_write(self, owner: str, seat: Seat) -> ThreadLike:
        """The seat's conversation, or a new one when it has none or it is gone.

        Raises NotFound where the owner may no longer work for the seat's account.
        """
        if not self.may_see(owner, seat.advertiser_id):
            raise NotFound("advertiser", seat.advertiser_id)
        return self.thread(owner, seat.thread_id) or self.assistant.open(seat.advertiser_id, owner=owner)


def brief_of(turns: Sequence[Turn]) -> Brief:
    """The Brief as the latest message left it. Answers to pending actions read no message and so have no timings."""
    return next((turn.brief for turn in reversed(turns) if turn.status == "done" and turn.timings), Brief())
