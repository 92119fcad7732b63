"""Prompts and templates, each a text file in this package, loaded by name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def load_prompt(name: str) -> str:
    """The text of `prompts/<name>`, without the newline at its end.

    Raises:
        FileNotFoundError: there is no such prompt.
    """
    return files(__package__).joinpath(*name.split("/")).read_text(encoding="utf-8").rstrip("\n")


@cache
def load_replies(language: str) -> dict[str, str]:
    """Reply templates of a language (`zh` or `en`), by key; fields are filled with `str.format`."""
    return tomllib.loads(load_prompt(f"replies/{language}.toml"))
