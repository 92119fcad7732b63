"""What happens to single titles: picks, opinions, edits, the tray, files. Every act is stored as an event."""

from __future__ import annotations

import base64
from collections.abc import Callable

import gradio as gr
from markupsafe import Markup

from agent.session import ThreadBusy
from models.types import Provenance, Title
from ui.page.cards import judged, length_badge
from ui.page.desk import Seat, owner_of
from ui.page.export import CSV, XLSX, as_csv, as_xlsx, has_xlsx
from ui.page.handlers import NAME_LENGTH, Handlers, Values, text_of
from ui.page.marks import read_marks, write_marks
from ui.page.sheet import sheet
from ui.page.text import words
from ui.page.toasts import inform, warn
from ui.page.tray import Tray, read_tray, write_tray
from ui.page.tray_panel import compare_html

TITLE_AT_MOST = 200
IDS_AT_MOST = 100
_NOTHING = Markup("")


class TitleHandlers:
    """Acts on titles of the visitor's own conversation and tray; ids of others' titles are not found."""

    def __init__(self, base: Handlers) -> None:
        self._base = base
        self._desk = base.desk
        self._acts: dict[str, Callable[[str, Seat, gr.EventData], Markup | Seat]] = {
            "pick": self._pick,
            "like": self._judge,
            "dislike": self._judge,
            "edit": self._edit,
            "fix": self._fix,
            "copied": self._copied,
            "up": lambda owner, seat, event: self._arrange(owner, seat, lambda tray: tray.move(_id(event), -1)),
            "down": lambda owner, seat, event: self._arrange(owner, seat, lambda tray: tray.move(_id(event), 1)),
            "drop": self._drop,
            "note": self._note,
            "undo": self._undo,
            "save": self._propose,
            "race": self._propose,
            "compare": self._compare,
            "csv": self._file,
            "xlsx": self._file,
        }

    def act(self, seat: Seat, event: gr.EventData, request: gr.Request) -> Values:
        """One act by its name. It gives what the sheet holds besides the screen, or goes on in another conversation."""
        owner = owner_of(request)
        given: Markup | Seat = _NOTHING
        done = self._acts.get(text_of(event, "what"))
        try:
            given = done(owner, seat, event) if done and self._desk.serves(owner, seat) else _NOTHING
        except ThreadBusy:
            warn(words(seat.language).busy, seat.language)
        if isinstance(given, Seat):
            seat, given = given, _NOTHING
        return (*self._base.screen(owner, seat).values(), sheet(given))

    def look(self, seat: Seat, event: gr.EventData, request: gr.Request) -> str:
        """While a title is typed over: its length, scores and verdict. With `why`: the reasons for its scores."""
        owner, say = owner_of(request), words(seat.language)
        title, why = None, getattr(event, "why", False) is True
        if self._desk.serves(owner, seat):
            title = self._find(owner, seat, _id(event)) or (self._base.shown.find(owner, _id(event)) if why else None)
        if title is None or not self._base.pace.allows("look", request, seat.language):
            return ""
        if why:
            reasons = self._desk.assistant.explain(title, seat.language, seat.advertiser_id)
            told = Markup("").join(Markup("<p>{}</p>").format(one) for one in reasons)
            return sheet(Markup('<div data-kind="why" data-for="{}">{}</div>').format(title.id, told))
        text = _one_line(text_of(event, "text"))
        limit = text_of(event, "limit")
        typed = self._judged(title, text, seat.advertiser_id) if text else title
        return sheet(
            Markup('<div data-kind="preview" data-for="{}"><div class="judged">{}</div>{}</div>').format(
                title.id,
                judged(typed, say),
                length_badge(text, int(limit) if limit.isdecimal() else self._desk.max_chars, say),
            )
        )

    def _find(self, owner: str, seat: Seat, title_id: str) -> Title | None:
        """A title of the visitor's open conversation or tray, as edited."""
        thread = self._desk.thread(owner, seat.thread_id)
        if thread is not None:
            marks = read_marks(self._desk.notes, owner, thread.id)
            for turn in marks.turns(thread.history()):
                for title in turn.titles:
                    if title.id == title_id:
                        return title
        return next((one for one in self._tray(owner, seat).titles() if one.id == title_id), None)

    def _judged(self, title: Title, text: str, advertiser_id: str, source: str = "user") -> Title:
        """The title with other words, scored and checked afresh; `source` says who put them."""
        assistant = self._desk.assistant
        scores = assistant.score([text], [list(title.keywords)] if title.keywords else None)[0]
        made = Provenance(source=source, parent_id=title.id, round=title.provenance.round + 1)
        verdict = assistant.check(text, advertiser_id, title.product_id)
        judged = {"scores": scores, "compliance": verdict, "ctr": None, "provenance": made}
        return assistant.estimated([title.model_copy(update={"text": text} | judged)], advertiser_id)[0]

    def _tray(self, owner: str, seat: Seat) -> Tray:
        return read_tray(self._desk.notes, owner, seat.advertiser_id)

    def _arrange(self, owner: str, seat: Seat, change: Callable[[Tray], Tray]) -> Markup:
        write_tray(self._desk.notes, owner, seat.advertiser_id, change(self._tray(owner, seat)))
        return _NOTHING

    def _pick(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        title = self._find(owner, seat, _id(event))
        if title is not None:
            held = title.id in self._tray(owner, seat).ids
            self._arrange(owner, seat, lambda tray: tray.toggle(title))
            self._log(seat, title, "unpick" if held else "pick")
        return _NOTHING

    def _drop(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        title = next((one for one in self._tray(owner, seat).titles() if one.id == _id(event)), None)
        if title is not None:
            self._arrange(owner, seat, lambda tray: tray.drop(title.id))
            self._log(seat, title, "unpick")
        return _NOTHING

    def _undo(self, owner: str, seat: Seat, _event: gr.EventData) -> Markup:
        """One step of the tray back; what came in or went out by it is an event like any other."""
        before = self._tray(owner, seat)
        self._arrange(owner, seat, Tray.undo)
        after = self._tray(owner, seat)
        for title in before.titles():
            if title.id not in after.ids:
                self._log(seat, title, "unpick")
        for title in after.titles():
            if title.id not in before.ids:
                self._log(seat, title, "pick")
        return _NOTHING

    def _note(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        return self._arrange(owner, seat, lambda tray: tray.note(_id(event), text_of(event, "text")))

    def _judge(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        """Like or dislike, with a reason; the same again takes it back."""
        title, thread = self._find(owner, seat, _id(event)), self._desk.thread(owner, seat.thread_id)
        if title is None or thread is None:
            return _NOTHING
        opinion = text_of(event, "what")
        held = self._desk.opinions(thread.id, [title]).get(title.id) == opinion
        reason = text_of(event, "reason")
        known = reason if reason in words("zh").objections else ""
        self._log(seat, title, f"un{opinion}" if held else opinion, **({"reason": known} if known else {}))
        return _NOTHING

    def _edit(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        self._put(owner, seat, _id(event), _one_line(text_of(event, "text")))
        return _NOTHING

    def _fix(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        """A legal wording in the place of an illegal one, if there is a safe one."""
        title = self._find(owner, seat, _id(event))
        if title is not None:
            legal = self._desk.assistant.rewrite(title.text, seat.advertiser_id, title.product_id)
            if legal is None:
                inform(words(seat.language).no_fix, seat.language)
            else:
                self._put(owner, seat, title.id, legal, "edit")
        return _NOTHING

    def _put(self, owner: str, seat: Seat, title_id: str, text: str, source: str = "user") -> None:
        old, thread = self._find(owner, seat, title_id), self._desk.thread(owner, seat.thread_id)
        if old is None or thread is None or not text or text == old.text:
            return
        new = thread.replace(old, self._judged(old, text, seat.advertiser_id, source))
        marks = read_marks(self._desk.notes, owner, thread.id)
        write_marks(self._desk.notes, owner, thread.id, marks.with_edit(old.id, new))
        self._arrange(owner, seat, lambda tray: tray.replace(old.id, new))
        self._log(seat, old, "edit", to=text, to_id=new.id)

    def _copied(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        title = self._find(owner, seat, _id(event))
        if title is not None:
            self._log(seat, title, "copy")
        return _NOTHING

    def _propose(self, owner: str, seat: Seat, event: gr.EventData) -> Seat:
        """Ask whether picks shall be saved or raced: in the open conversation, else in a new one named after them."""
        kind, say, titles = text_of(event, "what"), words(seat.language), self._tray(owner, seat).titles(_ids(event))
        if kind == "race" and len(titles) == 1:
            inform(say.race_few, seat.language)
            return seat
        if not titles:
            return seat
        thread = self._desk.thread_to_write(owner, seat)
        if thread.id != seat.thread_id:
            thread.rename(f"{say.race if kind == 'race' else say.save} {titles[0].text}"[:NAME_LENGTH])
        thread.propose(kind, [one.id for one in titles])
        return seat.at(thread.advertiser_id, thread.id)

    def _compare(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        titles, say = self._tray(owner, seat).titles(_ids(event)), words(seat.language)
        if len(titles) < 2:
            inform(say.compare_few, seat.language)
            return _NOTHING
        return compare_html(titles, say)

    def _file(self, owner: str, seat: Seat, event: gr.EventData) -> Markup:
        kind, picks = text_of(event, "what"), self._tray(owner, seat).chosen(_ids(event))
        if not picks or (kind == "xlsx" and not has_xlsx()):
            return _NOTHING
        content, media = (as_xlsx, XLSX) if kind == "xlsx" else (as_csv, CSV)
        note = f"{kind}, {len(picks)} titles"
        self._desk.assistant.stores.security.note("exported", owner, seat.advertiser_id, note)
        data = base64.b64encode(content(picks, words(seat.language))).decode("ascii")
        return Markup('<a data-kind="file" hidden download="miaoti-{}.{}" href="data:{};base64,{}"></a>').format(
            seat.advertiser_id, kind, media, data
        )

    def _log(self, seat: Seat, title: Title, kind: str, **data: str) -> None:
        self._desk.assistant.stores.feedback.add(
            title.id,
            kind,
            advertiser_id=seat.advertiser_id,
            thread_id=seat.thread_id,
            note=data.get("reason", ""),
            data={"text": title.text, **data},
        )


def _id(event: gr.EventData) -> str:
    return text_of(event, "id")


def _ids(event: gr.EventData) -> list[str]:
    found = getattr(event, "ids", [])
    return [one for one in found if isinstance(one, str)][:IDS_AT_MOST] if isinstance(found, list) else []


def _one_line(text: str) -> str:
    return " ".join(text.split())[:TITLE_AT_MOST]
