"""Points in time, which the page's script tells in the reader's own zone."""

from __future__ import annotations

import datetime

from markupsafe import Markup


def moment(at: datetime.datetime | None) -> Markup:
    """A time in UTC until the script has been there; empty when there is none."""
    if at is None:
        return Markup("<time></time>")
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(timespec="seconds"), f"{at:%Y-%m-%d %H:%M}")
