"""Why a title scores as it does, in the language of the conversation."""

from __future__ import annotations

from models.scorers.explain import Explanation, Reason
from prompts import load_replies


def tell(explanation: Explanation, language: str) -> list[str]:
    """A sentence each on fluency, style and quality.

    Chinese ones are the scorers' own. Other languages say what is good or weak and where, from `prompts/replies`.
    """
    named = {"fluency": explanation.fluency, "style": explanation.style, "quality": explanation.quality}
    if language == "zh":
        return [f"{one.reason}，{one.advice}" if one.advice else one.reason for one in named.values()]
    return [_told(name, one, load_replies(language)) for name, one in named.items()]


def _told(name: str, reason: Reason, templates: dict[str, str]) -> str:
    if reason.advice is None:
        return templates[f"{name}_good"]
    spans = templates["comma"].join(f"“{span.text}”" for span in reason.spans)
    return templates[f"{name}_weak"].format(where=templates["mainly_in"].format(spans=spans) if spans else "")
