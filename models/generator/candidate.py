"""A text on its way to becoming a title."""

from __future__ import annotations

from dataclasses import dataclass

SOURCES = ("model", "edit", "retrieved", "meme", "library", "pattern")
READ = ("pattern", "library")  # people have written these, and have read most of them
TYPICAL_APPEAL = 3.6  # mean of the sentence patterns that people read filled in


@dataclass(frozen=True)
class Candidate:
    """A text and where it came from: one of `SOURCES`."""

    text: str
    source: str = "model"
    prompt: str | None = None
    seed: int | None = None
    truncated: bool = False
    round: int = 0
    logprob: float | None = None
    """The model's mean log-probability per token, in nats."""
    echo: bool = False
    """A draft that says what a sentence pattern says: no news beside the pattern itself."""
    last_resort: bool = False
    """A clause cut out of a title, or one that a missing word was put before: shown where nothing whole is left."""
    stands_in: bool = False
    """Another title altogether, for a base to change: it keeps hardly anything of what that says."""
    unsaid: bool = False
    """It never says what is advertised."""
    appeal: float | None = None
    """1 to 5, as people rated the sentence pattern that was filled; more of one for the very kind of product."""
