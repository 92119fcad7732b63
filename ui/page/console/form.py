"""What a browser sent with an event, read with suspicion: any of it may be missing, odd, or far too long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST_TEXT = 20_000
MOST_IDS = 500


class Form:
    """Values by name. Whatever is not text, or not a list of texts, counts as absent."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    @classmethod
    def of(cls, event: Any) -> Form:
        """From a Gradio event."""
        found = getattr(event, "_data", None)
        return cls(found if isinstance(found, Mapping) else {})

    def text(self, name: str, otherwise: str = "", most: int = 400) -> str:
        value = self._values.get(name)
        return value[:most] if isinstance(value, str) else otherwise

    def chosen(self, name: str) -> list[str]:
        """Boxes that are ticked, each once."""
        value = self._values.get(name)
        texts = [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
        return list(dict.fromkeys(texts))[:MOST_IDS]

    def whole(self, name: str) -> int | None:
        try:
            return int(self.text(name))
        except ValueError:
            return None

    def has(self, name: str) -> bool:
        return name in self._values
