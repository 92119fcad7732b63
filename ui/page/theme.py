"""Colours and type: system fonts only, so the page needs nothing from outside."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
from gradio.themes.utils import fonts

FONTS = ("-apple-system", "PingFang SC", "HarmonyOS Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "monospace")
_HERE = Path(__file__).parent
_CSS = ("page.css", "touch.css")
_JS = ("page.js", "sending.js", "ticks.js", "looks.js", "focus.js", "notices.js")


def build_theme() -> gr.themes.Base:
    """A quiet base; the page's own rules are in page.css, those for thumbs in touch.css."""
    return gr.themes.Base(
        primary_hue="sky",
        neutral_hue="slate",
        radius_size="lg",
        font=[fonts.Font(name) for name in FONTS],
        font_mono=[fonts.Font(name) for name in MONO],
    ).set(
        button_primary_background_fill="#08709c",
        button_primary_background_fill_hover="#07668f",
        button_primary_text_color="#ffffff",
    )


def head() -> str:
    """The page's own rules and scripts. Rules go here because Gradio rewrites the selectors of its `css` argument."""
    rules = "".join((_HERE / name).read_text(encoding="utf-8") for name in _CSS)
    return f"<style>{rules}</style><script>{script()}</script>"


def script() -> str:
    """The page's own scripts, as one."""
    return "".join((_HERE / name).read_text(encoding="utf-8") for name in _JS)


def panel_script() -> str:
    """What a panel of ours does when loaded: hand clicks on `data-act` to the page's script."""
    return "window.miaoti.attach(element, trigger, watch);"
