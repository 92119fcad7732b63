"""Where a request comes from: somebody at this machine, whom no sign-in is asked of, or some address."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

FORWARDED = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"})
NONE: Mapping[str, str] = MappingProxyType({})
_NETWORK_BITS = 64  # of IPv6, which a household or an office has for itself


def is_here(host: str, headers: Mapping[str, str] = NONE) -> bool:
    """By the client's address and its headers.

    A proxy on this machine passes on what others ask. A browser at this machine asks what other sites' pages tell it
    to: these name themselves as origin, or call this machine by a name of theirs that leads here (DNS rebinding).
    """
    told = {name.lower(): value for name, value in headers.items()}
    called = [told[name] for name in ("host", "origin") if name in told]
    return is_loopback(host) and not told.keys() & FORWARDED and all(_is_name_of_this(one) for one in called)


def is_loopback(host: str) -> bool:
    """Whether it is an address of this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_of(host: str, headers: Mapping[str, str] = NONE) -> str:
    """Who is counted as one when requests are counted: an IPv4 address, or a network of IPv6.

    A proxy on this machine is believed what it says last; what came to it from outside stands before that.
    """
    told = {name.lower(): value for name, value in headers.items()}.get("x-forwarded-for", "")
    said = told.rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(said if is_loopback(host) and said else host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK_BITS), strict=False))
    return str(address)


def _is_name_of_this(address: str) -> bool:
    try:
        name = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or is_loopback(name)
