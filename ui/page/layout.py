"""The page: where things stand, and which event goes to which handler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from ui.page.console import tab as console
from ui.page.desk import Desk, MaySee, Operates, Seat
from ui.page.handlers import MESSAGE_LIMIT, Handlers
from ui.page.pace import Pace
from ui.page.panels import brand_html
from ui.page.parts import QUIET, panel
from ui.page.racing import tab as racing
from ui.page.text import Words, words
from ui.page.thread_handlers import ThreadHandlers
from ui.page.title_handlers import TitleHandlers
from ui.page.uploading import Uploads, upload_button
from ui.page.views import Views, wire_views
from ui.ports import AssistantLike

QUICK_AT_ONCE = 16
TURNS_AT_ONCE = 200  # running or in the line; each holds a worker thread of the server


@dataclass(frozen=True)
class Parts:
    """Components that handlers fill."""

    seat: Any
    brand: Any
    language: Any
    advertiser: Any
    new: Any
    listed: Any
    threads: Any
    found: Any
    talk: Any
    live: Any
    hints: Any
    message: Any
    send: Any
    stop: Any
    brief: Any
    tray: Any
    sheet: Any
    looks: Any
    views: Any
    upload: Any

    @property
    def screen(self) -> list[Any]:
        """In the order of `Screen.values`."""
        return [self.seat, self.talk, self.live, self.brief, self.threads, self.tray]


def build_page(
    assistant: AssistantLike,
    *,
    max_chars: int = 30,
    language: str = "zh",
    may_see: MaySee | None = None,
    operates: Operates | None = None,
    seed: int = 0,
    pace: Pace | None = None,
) -> gr.Blocks:
    """The page over an assistant, ready to launch with the theme and the scripts of `ui.page.theme`."""
    roles: dict[str, Any] = {
        name: rule for name, rule in (("may_see", may_see), ("operates", operates)) if rule is not None
    }
    desk = Desk(assistant, max_chars=max_chars, seed=seed, **roles)
    say = words(language)
    page: gr.Blocks
    with gr.Blocks(title="妙题", analytics_enabled=False, fill_width=True, fill_height=True) as page:
        parts = _lay_out(Seat(language=language), say)
        _wire(page, parts, Handlers(desk, pace), _lay_out_tabs(page, parts, desk))
    page.queue(default_concurrency_limit=QUICK_AT_ONCE, api_open=False)
    return page


def _lay_out_tabs(page: gr.Blocks, parts: Parts, desk: Desk) -> Views:
    """The views beside the conversation. Each says what fills it when it is opened."""
    tabs = {"races": racing, "console": console}
    laid_out = {name: tab.lay_out() for name, tab in tabs.items()}
    views = Views(
        desk, {name: (tab.wire(laid_out[name], desk, parts.seat), laid_out[name]) for name, tab in tabs.items()}
    )
    wire_views(page, parts.views, views, parts.seat)
    return views


def listed_html(say: Words) -> str:
    return str(Markup("<h3>{}</h3>").format(say.conversations))


def _lay_out(seat: Seat, say: Words) -> Parts:
    state = gr.State(seat)
    with gr.Row(elem_id="top"):
        brand = panel("brand", str(brand_html(say)))
        views = panel("views")
        language = gr.Button(say.switch, elem_id="language", size="sm", variant="secondary")
    with gr.Row(elem_id="shell"):
        with gr.Column(elem_id="side"):
            advertiser = gr.Dropdown([], label=say.advertiser)
            new = gr.Button(f"＋ {say.new}", elem_id="new", variant="secondary")
            upload = upload_button(say)
            listed = gr.HTML(listed_html(say), elem_id="listed", apply_default_css=False)
            threads, found = panel("threads"), panel("found")
        with gr.Column(elem_id="main"):
            with gr.Column(elem_id="talk"):
                talk, live = panel("history"), panel("live")
            hints = panel("hints")
            with gr.Row(elem_id="composer"):
                message = gr.Textbox(
                    placeholder=say.placeholder, label=say.send, show_label=False, container=False, lines=1,
                    max_lines=6, max_length=MESSAGE_LIMIT, autofocus=True, elem_id="message",
                )  # fmt: skip
                send = gr.Button(say.send, elem_id="send", variant="primary")
                stop = gr.Button(say.stop, elem_id="stop", variant="stop")
        with gr.Column(elem_id="aside"):
            brief = panel("brief")
            tray = panel("tray")
    sheet, looks = panel("sheet"), panel("looks")
    return Parts(
        state,
        brand,
        language,
        advertiser,
        new,
        listed,
        threads,
        found,
        talk,
        live,
        hints,
        message,
        send,
        stop,
        brief,
        tray,
        sheet,
        looks,
        views,
        upload,
    )


def _wire(page: gr.Blocks, parts: Parts, handlers: Handlers, views: Views) -> None:
    quiet = QUIET
    talking = {**quiet, "concurrency_limit": TURNS_AT_ONCE}
    seat, screen = [parts.seat], parts.screen
    page.load(handlers.arrive, seat, [*screen, parts.advertiser, parts.brand], **quiet)
    parts.advertiser.input(handlers.choose, [parts.advertiser, *seat], screen, **quiet)
    parts.new.click(handlers.begin, seat, screen, **quiet)
    _wire_threads(parts, ThreadHandlers(handlers), quiet, talking)
    _wire_titles(parts, TitleHandlers(handlers), quiet)
    parts.talk.submit(handlers.say, seat, screen, **talking)
    parts.talk.copy(handlers.taken, seat, None, **quiet)
    parts.brief.edit(handlers.amend, seat, screen, **quiet)
    parts.talk.apply(handlers.answer, seat, screen, **quiet)
    gr.on(
        [parts.message.submit, parts.send.click],
        handlers.send,
        [parts.message, *seat],
        screen,
        js="(message, seat) => window.miaoti.sending(message, seat)",
        **talking,
    ).then(None, js="() => window.miaoti.over()", **quiet)
    parts.stop.click(handlers.stop, seat, None, queue=False, **quiet)
    page.unload(handlers.gone)
    parts.upload.upload(Uploads(handlers).take, [parts.upload, *seat], [*screen, parts.sheet], **quiet)
    parts.hints.copy(handlers.took, seat, None, **quiet)
    parts.hints.input(handlers.hint, seat, parts.hints, trigger_mode="multiple", **quiet)
    parts.language.click(handlers.switch, seat, screen, **quiet).then(
        _reword,
        seat,
        [
            parts.brand,
            parts.language,
            parts.advertiser,
            parts.new,
            parts.listed,
            parts.message,
            parts.send,
            parts.stop,
            parts.upload,
        ],
        **quiet,
    ).then(views.reword, seat, [parts.views, *views.outputs], **quiet)


def _wire_threads(parts: Parts, handlers: ThreadHandlers, quiet: dict[str, Any], talking: dict[str, Any]) -> None:
    seat, screen = [parts.seat], parts.screen
    gr.on([parts.threads.select, parts.found.select, parts.talk.select], handlers.open, seat, screen, **quiet)
    parts.threads.input(handlers.seek, seat, parts.found, trigger_mode="multiple", **quiet)
    parts.threads.edit(handlers.rename, seat, screen, **quiet)
    parts.threads.delete(handlers.delete, seat, screen, **quiet)
    parts.threads.like(handlers.pin, seat, screen, **quiet)
    parts.talk.retry(handlers.branch, seat, screen, **talking)
    parts.talk.undo(handlers.back, seat, screen, **quiet)


def _wire_titles(parts: Parts, handlers: TitleHandlers, quiet: dict[str, Any]) -> None:
    seat, outputs = [parts.seat], [*parts.screen, parts.sheet]
    gr.on([parts.talk.like, parts.tray.like], handlers.act, seat, outputs, **quiet)
    looked = [parts.talk.input, parts.live.input, parts.sheet.input]
    gr.on(looked, handlers.look, seat, parts.looks, trigger_mode="multiple", **quiet)


def _reword(seat: Seat, request: gr.Request) -> list[Any]:
    """The words of the fixed parts in the seat's language."""
    say = words(seat.language)
    return [
        str(brand_html(say, request.username)),
        gr.update(value=say.switch),
        gr.update(label=say.advertiser),
        gr.update(value=f"＋ {say.new}"),
        listed_html(say),
        gr.update(placeholder=say.placeholder, label=say.send),
        gr.update(value=say.send),
        gr.update(value=say.stop),
        gr.update(label=f"⇪ {say.upload}"),
    ]
