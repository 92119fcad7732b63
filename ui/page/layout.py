"""The page: where things stand, and which event goes to which handler."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
from markupsafe import Markup

from ui.page.desk import Desk, Seat
from ui.page.handlers import MESSAGE_LIMIT, Handlers
from ui.page.text import Words, words
from ui.page.theme import panel_script
from ui.ports import AssistantLike

TURNS_AT_ONCE = 16


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
    talk: Any
    live: Any
    hints: Any
    message: Any
    send: Any
    stop: Any
    brief: Any

    @property
    def screen(self) -> list[Any]:
        """In the order of `Screen.values`."""
        return [self.seat, self.talk, self.live, self.brief, self.threads]


def build_page(assistant: AssistantLike, *, max_chars: int = 30, language: str = "zh") -> gr.Blocks:
    """The page over an assistant, ready to launch with the theme and the scripts of `ui.page.theme`."""
    desk = Desk(assistant, max_chars=max_chars)
    say = words(language)
    page: gr.Blocks
    with gr.Blocks(title="妙题", analytics_enabled=False, fill_width=True, fill_height=True) as page:
        parts = _lay_out(desk, Seat(language=language), say)
        _wire(page, parts, Handlers(desk))
    page.queue(default_concurrency_limit=TURNS_AT_ONCE)
    return page


def _panel(elem_id: str, value: str = "") -> Any:
    return gr.HTML(value, elem_id=elem_id, js_on_load=panel_script(), apply_default_css=False)


def brand_html(say: Words) -> str:
    return str(
        Markup(
            '<header class="brand"><button type="button" class="icon menu" data-act="menu" aria-label="{}">☰</button>'
            '<h1>妙题</h1><span class="tagline">{}</span>'
            '<button type="button" class="icon" data-act="theme" aria-label="{}" title="{}">◐</button></header>'
        ).format(say.menu, say.tagline, say.theme, say.theme)
    )


def listed_html(say: Words) -> str:
    return str(Markup("<h3>{}</h3>").format(say.conversations))


def _lay_out(desk: Desk, seat: Seat, say: Words) -> Parts:
    choices = [(f"{one.name} · {one.industry}" if one.industry else one.name, one.id) for one in desk.advertisers()]
    state = gr.State(seat)
    with gr.Row(elem_id="top"):
        brand = _panel("brand", brand_html(say))
        language = gr.Button(say.switch, elem_id="language", size="sm", variant="secondary")
    with gr.Row(elem_id="shell"):
        with gr.Column(elem_id="side"):
            advertiser = gr.Dropdown(choices, value=choices[0][1] if choices else None, label=say.advertiser)
            new = gr.Button(f"＋ {say.new}", elem_id="new", variant="secondary")
            listed = gr.HTML(listed_html(say), elem_id="listed", apply_default_css=False)
            threads = _panel("threads")
        with gr.Column(elem_id="main"):
            with gr.Column(elem_id="talk"):
                talk, live = _panel("history"), _panel("live")
            hints = _panel("hints")
            with gr.Row(elem_id="composer"):
                message = gr.Textbox(
                    placeholder=say.placeholder, label=say.send, show_label=False, container=False, lines=1,
                    max_lines=6, max_length=MESSAGE_LIMIT, autofocus=True, elem_id="message",
                )  # fmt: skip
                send = gr.Button(say.send, elem_id="send", variant="primary")
                stop = gr.Button(say.stop, elem_id="stop", variant="stop")
        with gr.Column(elem_id="aside"):
            brief = _panel("brief")
    return Parts(
        state, brand, language, advertiser, new, listed, threads, talk, live, hints, message, send, stop, brief
    )


def _wire(page: gr.Blocks, parts: Parts, handlers: Handlers) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    seat, screen = [parts.seat], parts.screen
    page.load(handlers.arrive, seat, [*screen, parts.advertiser], **quiet)
    parts.advertiser.input(handlers.choose, [parts.advertiser, *seat], screen, **quiet)
    parts.new.click(handlers.begin, seat, screen, **quiet)
    parts.threads.select(handlers.open, seat, screen, **quiet)
    parts.threads.edit(handlers.rename, seat, screen, **quiet)
    parts.threads.delete(handlers.delete, seat, screen, **quiet)
    parts.talk.submit(handlers.say, seat, screen, **quiet)
    parts.brief.submit(handlers.say, seat, screen, **quiet)
    parts.talk.apply(handlers.answer, seat, screen, **quiet)
    gr.on(
        [parts.message.submit, parts.send.click],
        handlers.send,
        [parts.message, *seat],
        [*screen, parts.message],
        **quiet,
    )
    parts.stop.click(handlers.stop, seat, None, **quiet)
    parts.hints.input(handlers.hint, seat, parts.hints, trigger_mode="multiple", **quiet)
    parts.language.click(handlers.switch, seat, screen, **quiet).then(
        _reword,
        seat,
        [parts.brand, parts.language, parts.advertiser, parts.new, parts.listed, parts.message, parts.send, parts.stop],
        **quiet,
    )


def _reword(seat: Seat) -> list[Any]:
    """The words of the fixed parts in the seat's language."""
    say = words(seat.language)
    return [
        brand_html(say),
        gr.update(value=say.switch),
        gr.update(label=say.advertiser),
        gr.update(value=f"＋ {say.new}"),
        listed_html(say),
        gr.update(placeholder=say.placeholder, label=say.send),
        gr.update(value=say.send),
        gr.update(value=say.stop),
    ]
