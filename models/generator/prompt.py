"""The generator's prompt format. Training and inference build prompts here, so they cannot drift apart.

One field a line, absent fields left out, the title last and ended by a newline. The base model is pretrained only:
there is no chat template to follow.
"""

from __future__ import annotations

from collections.abc import Sequence

TITLE_FIELD = "标题："


def build_prompt(
    keywords: Sequence[str] = (),
    *,
    audience: str | None = None,
    tone: str | None = None,
    hook: str | None = None,
    meme: str | None = None,
    facts: Sequence[str] = (),
    must_include: Sequence[str] = (),
    avoid: Sequence[str] = (),
    max_chars: int | None = None,
    base: str | None = None,
    instruction: str | None = None,
    prefix: str = "",
) -> str:
    """The text a title is written after; `prefix` are words the title starts with."""
    fields = (
        ("关键词", "、".join(keywords)),
        ("人群", audience or ""),
        ("语气", tone or ""),
        ("钩子", hook or ""),
        ("梗", meme or ""),
        ("卖点", "；".join(facts)),
        ("必含", "、".join(must_include)),
        ("不含", "、".join(avoid)),
        ("字数", f"≤{max_chars}" if max_chars else ""),
        ("原标题", base or ""),
        ("改法", instruction or ""),
    )
    lines = [f"{name}：{_one_line(value)}" for name, value in fields if value]
    return "\n".join([*lines, TITLE_FIELD + prefix])


def _one_line(text: str) -> str:
    return " ".join(text.split())
