"""Where times come from: a parameter, so that tests can choose them."""

from __future__ import annotations

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]


def utc_now() -> datetime.datetime:
    """Aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)
