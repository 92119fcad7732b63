"""Whether a request comes from somebody at this machine, whom no sign-in is asked of."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})


def is_here(host: str, headers: Iterable[str] = ()) -> bool:
    """By the client's address and the names of its headers: a proxy on this machine passes on what others ask."""
    return is_loopback(host) and not any(name.lower() in FORWARDED for name in headers)


def is_loopback(host: str) -> bool:
    """Whether it is an address of this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
