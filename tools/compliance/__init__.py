"""What the PRC Advertising Law (广告法, 2021 text) says of an ad title.

Rules are data (`rules/*.yaml`), the engine is small: restore the text from evasions, match, exempt, judge.
Nothing is read or compiled before the first call.
"""

from __future__ import annotations

from collections.abc import Sequence

from models.types import Compliance
from tools.compliance import rewriting
from tools.compliance.checker import load_checker
from tools.compliance.explaining import explain
from tools.compliance.requests import load_reader

__all__ = ["check", "check_many", "check_request", "explain", "load_checker", "rewrite"]


def check(title: str, industry: str | None = None) -> Compliance:
    """Judge a title; `industry` is free text, unknown or None means the general rules.

    Findings come with the weightiest first: violations before exempt uses, specific categories before general ones.
    Offsets point into `title` as given, also when the words were disguised.
    """
    return load_checker().check(title, industry)


def check_many(titles: Sequence[str], industry: str | Sequence[str | None] | None = None) -> list[Compliance]:
    """Judge many titles at once, quicker than one by one; `industry` holds for all, or one for each title.

    Raises `ValueError` when there are not as many industries as titles.
    """
    industries = [industry] * len(titles) if industry is None or isinstance(industry, str) else industry
    return load_checker().check_many(titles, industries)


def rewrite(title: str, industry: str | None = None) -> str | None:
    """A legal version of `title` (checked again), `title` itself when legal, None when nothing legal remains."""
    return rewriting.rewrite(load_checker(), title, industry)


def check_request(message: str, industry: str | None = None) -> Compliance:
    """Illegal claims that a message asks to make; claims to avoid and words about the titles do not count."""
    return load_reader().check(load_checker(), message, industry)
