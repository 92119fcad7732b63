"""What happens to whole conversations: open, rename, delete, pin, and branch off an earlier message."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr

from ui.page.desk import Seat, owner_of
from ui.page.found import found_html
from ui.page.handlers import Handlers, Values, text_of
from ui.page.marks import read_marks, toggle_pin, write_marks
from ui.page.text import words
from ui.page.toasts import warn

NAME_AT_MOST = 60
SOUGHT_AT_MOST = 60


class ThreadHandlers:
    """Handlers over the visitor's own conversations; ids of others' lead nowhere."""

    def __init__(self, base: Handlers) -> None:
        self._base = base
        self._desk = base.desk

    def open(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        """A conversation from the list, or the one that a branch came from."""
        owner = owner_of(request)
        thread = self._desk.thread(owner, text_of(event, "id"))
        if thread is None:
            warn(words(seat.language).gone, seat.language)
            return self._base.screen(owner, seat).values()
        return self._base.screen(owner, seat.at(thread.advertiser_id, thread.id)).values()

    def seek(self, seat: Seat, event: gr.EventData, request: gr.Request) -> str:
        """Conversations in which a text stands, beside those whose names hold it, which the browser finds by itself."""
        text = " ".join(text_of(event, "text").split())[:SOUGHT_AT_MOST]
        if not text:
            return ""
        owner, say = owner_of(request), words(seat.language)
        entries = self._desk.entries(owner, seat.advertiser_id)
        found = self._desk.find(owner, seat.advertiser_id, text, entries)
        named = any(text.lower() in (one.name or "").lower() for one in entries)
        return str(found_html(found, text, say, seat.thread_id)) if found or not named else ""

    def rename(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        owner = owner_of(request)
        thread, name = self._desk.thread(owner, text_of(event, "id")), text_of(event, "name").strip()
        if thread is not None and name:
            thread.rename(name[:NAME_AT_MOST])
        return self._base.screen(owner, seat).values()

    def delete(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        owner = owner_of(request)
        thread = self._desk.thread(owner, text_of(event, "id"))
        if thread is not None:
            thread.cancel()
            thread.delete()
            self._desk.assistant.stores.security.note("conversation_deleted", owner, thread.id)
            seat = seat.at(seat.advertiser_id) if seat.thread_id == thread.id else seat
        return self._base.screen(owner, seat).values()

    def pin(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        owner = owner_of(request)
        thread = self._desk.thread(owner, text_of(event, "id"))
        if thread is not None:
            toggle_pin(self._desk.notes, owner, thread.id)
        return self._base.screen(owner, seat).values()

    def branch(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Iterator[Values]:
        """Say a message of this conversation again, changed or not, in a branch; the old one stays in the list."""
        owner, text = owner_of(request), text_of(event, "text").strip()
        allowed = bool(text) and self._base.pace.allows("turn", request, seat.language)
        found = self._branched(owner, seat, event) if allowed else None
        if found is None:
            yield self._base.screen(owner, seat).values()
            return
        yield from self._base.turn(text, found, request)

    def back(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        """Take the last message back: go on in a branch without it, on the first screen when nothing was before."""
        owner = owner_of(request)
        found = self._branched(owner, seat, event)
        return self._base.screen(owner, found or seat).values()

    def _branched(self, owner: str, seat: Seat, event: gr.EventData) -> Seat | None:
        """A seat in a branch that ends before the turn named by the event; none when there is no such turn."""
        thread, index = self._desk.thread(owner, seat.thread_id), text_of(event, "index")
        if thread is None or not index.isdecimal() or int(index) >= len(thread.history()):
            return None
        if index == "0":
            return seat.at(thread.advertiser_id)
        made = thread.fork(int(index))
        marks = read_marks(self._desk.notes, owner, thread.id)
        write_marks(self._desk.notes, owner, made.id, marks.model_copy(update={"parent": thread.id, "at": int(index)}))
        return seat.at(thread.advertiser_id, made.id)
