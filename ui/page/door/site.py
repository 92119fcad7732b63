"""Whether a browser asks because the page told it to, or another site's (cross-site request forgery)."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

ELSEWHERE = "asked from another site; a proxy before the page has to pass on Host as the browser sent it"
LOGOUT = "/logout"
_PORTS = {"http": 80, "https": 443}


def is_asked_from_here(request: Request) -> bool:
    """By Fetch Metadata (W3C) where the browser sends it, else by Origin. Programs send neither.

    The page itself may be linked to from anywhere. Over plain HTTP a browser sends neither with a link; so a link that
    does something, which is signing out, has to bring a Referer, as the page's own does.
    """
    site = request.headers.get("sec-fetch-site")
    if request.method in ("GET", "HEAD") and request.url.path == "/":
        return True
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None and request.url.path == LOGOUT:
        origin = request.headers.get("referer", "")
    if origin is None:
        return True
    hosts = [request.headers[name] for name in ("host", "x-forwarded-host") if name in request.headers]
    place = _place(origin)
    return place is not None and place in [_place(f"{scheme}://{host}") for host in hosts for scheme in _PORTS]


def _place(origin: str) -> tuple[str, int | None] | None:
    """Name and port; none for what is no address."""
    try:
        found = urlsplit(origin)
        return (found.hostname, found.port or _PORTS.get(found.scheme)) if found.hostname else None
    except ValueError:
        return None
