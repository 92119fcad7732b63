"""The one guard of every file that may be opened in a spreadsheet."""

from __future__ import annotations

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def defused(text: str) -> str:
    """Text that a spreadsheet shows and never computes: OWASP's rule, a quote before what may begin a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    clean = "".join(letter for letter in text if letter >= " " or letter == "\n")
    return f"'{clean}" if clean.lstrip().startswith(_FORMULA) else clean


def cell(value: Any) -> Any:
    """A cell's value: text defused, numbers and the rest as they are."""
    return defused(value) if isinstance(value, str) else value
