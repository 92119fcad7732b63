"""What the page has words for. Tool and field names map to what people call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from models.types import CtrEstimate


@dataclass(frozen=True)
class Words:
    """One language. `{}` marks where a value goes. `says` are messages to the agent, sent by a click."""

    language: Literal["zh", "en"]
    tagline: str
    advertiser: str
    conversations: str
    new: str
    none_yet: str
    rename: str
    delete: str
    delete_sure: str
    placeholder: str
    send: str
    stop: str
    switch: str
    upload: str
    error_columns: tuple[str, ...]
    more_errors: str
    ignored: str
    theme: str
    menu: str
    hello: str
    hello_more: str
    try_saying: str
    suggestions: str
    suggestions_wait: str
    use_suggestion: str
    ask_suggestion: str
    sources: dict[str, str]
    says: dict[str, str]
    brief: str
    brief_empty: str
    facts: str
    lift: str
    thinking: str
    queued: str
    next_in_line: str
    working: str
    steps_done: str
    seconds: str
    step_failed: str
    step_pending: str
    cut_off: str
    pending: str
    approve: str
    decline: str
    copy: str
    copied: str
    shorter: str
    livelier: str
    more: str
    legal_clean: str
    legal_exempt: str
    legal_violation: str
    legal_unknown: str
    article: Callable[[str], str]
    rewrite: str
    provenance: str
    scored_by: str
    ctr: str
    ctr_measured: str
    length: str
    busy: str
    slow_down: str
    failed: str
    gone: str
    answered: str
    hints: str
    you: str
    pick: str
    picked: str
    like: str
    dislike: str
    edit: str
    edit_hint: str
    fix: str
    no_fix: str
    why: str
    loading: str
    tray: str
    tray_empty: str
    tray_open: str
    undo: str
    note: str
    up: str
    down: str
    drop: str
    compare: str
    compare_few: str
    race_few: str
    close: str
    save: str
    race: str
    copy_all: str
    copy_some: str
    counted: str
    selected: str
    search: str
    found: str
    found_none: str
    pin: str
    unpin: str
    retry: str
    take_back: str
    edit_said: str
    resend: str
    amended: str
    bad_value: str
    add: str
    change: str
    next: str
    branched: str
    see_parent: str
    keys: str
    keys_title: str
    memes: str
    logout: str
    no_accounts: str
    objections: dict[str, str]
    columns: tuple[str, ...]
    verdicts: dict[str, str]
    scores: dict[str, str]
    tools: dict[str, str]
    fields: dict[str, str]
    origins: dict[str, str]
    made: dict[str, str]

    def rate(self, ctr: CtrEstimate) -> str:
        """A click-through rate with its interval, and whether it was measured or is predicted."""
        told = self.ctr_measured if ctr.source == "history" else self.ctr
        return told.format(*(f"{share:.2%}" for share in (ctr.mean, ctr.low, ctr.high)))
