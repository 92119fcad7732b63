"""Notices that pass, headed in the page's language.

Gradio heads a notice by its kind, in English, whatever title it is given; so the head travels in the message, and
`notices.js` puts it where it belongs. Of attributes Gradio lets through only a few, `title` among them.
"""

from __future__ import annotations

import gradio as gr
from markupsafe import Markup

DONE_SECONDS = 3.0
"""How long word of success stays; what must be read stays Gradio's ten seconds."""

_HEADS = {
    "zh": {"warning": "请注意", "notice": "提示", "done": "完成", "refused": "没有做成", "close": "关闭"},
    "en": {"warning": "Please note", "notice": "Notice", "done": "Done", "refused": "Not done", "close": "Close"},
}


def warn(text: str, language: str) -> None:
    """Something was not as the visitor thought."""
    gr.Warning(_headed("warning", text, language))


def inform(text: str, language: str) -> None:
    """Something worth knowing; nothing went wrong."""
    gr.Info(_headed("notice", text, language))


def done(text: str, language: str, *, seconds: float = DONE_SECONDS) -> None:
    """What was asked for is done; `text` says what."""
    gr.Info(_headed("done", text, language), duration=seconds)


def refused(text: str, language: str) -> None:
    """What was asked for is not done; `text` says why."""
    gr.Warning(_headed("refused", text, language))


def failure(text: str, language: str) -> gr.Error:
    """To raise where nothing can go on."""
    return gr.Error(_headed("refused", text, language), print_exception=False)


def _headed(kind: str, text: str, language: str) -> str:
    """HTML: what the cross is called, the head, and the text, escaped."""
    heads = _HEADS["en" if language == "en" else "zh"]
    return str(Markup('<b class="head" title="{}">{}</b><span>{}</span>').format(heads["close"], heads[kind], text))
