"""What the intent classifier sees: character n-grams, a sentence embedding, the conversation, the readers' evidence."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from agent.plan import Intent, PlannerContext
from agent.planner.reading import Reading
from agent.planner.rules import weigh
from models.embeddings import Embedder

BUCKETS = 4096
SENSE = 384
SENSE_WEIGHT = 6.0
MAX_SENSED = 160
INTENTS = tuple(Intent)
_SIZES = (1, 2, 3)
_DIGITS = re.compile(r"\d+")


def dense_names() -> list[str]:
    """Names of the dense features, in order."""
    evidence = [f"rule:{intent}" for intent in INTENTS]
    last = [f"last:{intent}" for intent in INTENTS]
    return evidence + last + [name for name, _value in _facts_of(None, None)]


def dense(reading: Reading, context: PlannerContext) -> NDArray[np.float32]:
    """Evidence weights (scaled to about 0..1), the last intent one-hot, and what the readers found."""
    weights = weigh(reading, context)
    evidence = [max(-1.0, min(weights[intent], 10.0)) / 4 for intent in INTENTS]
    last = [float(context.last_intent is intent) for intent in INTENTS]
    return np.array(evidence + last + [value for _name, value in _facts_of(reading, context)], dtype=np.float32)


def hashed(reading: Reading) -> NDArray[np.int64]:
    """Bucket numbers of the message's character n-grams (digits folded to 0, quotes to one mark), each once."""
    text = "^" + _DIGITS.sub("0", re.sub("[\ue000-\ue0ff]", "Q", reading.message.text.lower())) + "$"
    grams = {text[start : start + size] for size in _SIZES for start in range(len(text) - size + 1)}
    return np.array(sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams}), dtype=np.int64)


def sensed(texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    """Sentence embeddings (n, `SENSE`) of messages, scaled to weigh about as much as the n-grams together.

    They carry what n-grams cannot: that a phrase never seen means what a known one means.
    """
    given = [text.strip()[:MAX_SENSED] or "空" for text in texts]
    return np.asarray(embedder.embed(given, "query"), dtype=np.float32) * SENSE_WEIGHT


def _facts_of(reading: Reading | None, context: PlannerContext | None) -> list[tuple[str, float]]:
    """Named yes-or-no findings; both arguments none gives the names with zeros."""
    r, c = reading, context
    return [
        (name, float(bool(value)))
        for name, value in (
            ("shown", c and c.shown),
            ("shown_one", c and c.shown and len(c.shown[-1].title_ids) == 1),
            ("racing", c and c.racing),
            ("memes_shown", c and c.memes_shown),
            ("count", r and r.count),
            ("lengths", r and (r.lengths.low or r.lengths.high or r.lengths.clear)),
            ("ref", r and r.ref),
            ("include", r and (r.words.include or r.words.include_any)),
            ("avoid", r and (r.words.avoid or r.words.drop)),
            ("replace", r and r.replace),
            ("tone", r and r.tone),
            ("change", r and r.change),
            ("product", r and r.product.word),
            ("pick", r and r.pick),
            ("start", r and r.start),
            ("status", r and r.status),
            ("fact", r and r.fact_wishes),
            ("meme_choice", r and r.memes),
            ("quotes", r and r.message.quotes),
            ("long_quote", r and any(len(quote) > 8 for quote in r.message.quotes)),
            ("question", r and re.search(r"[?]|吗|么$|呢$|没$|不$", r.message.text)),
            ("short", r and len(r.message.text) <= 6),
            ("long", r and len(r.message.text) > 40),
            ("garbage", r and r.garbage),
            ("bias", True),
        )
    ]
