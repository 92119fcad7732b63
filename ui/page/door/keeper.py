"""Whose a request is: what it brings or opens belongs to this keeper alone."""

from __future__ import annotations

from starlette.requests import Request

from ui.origin import address_of, is_here
from ui.page.desk import DEMO_USER

COOKIES = ("access-token-", "access-token-unsecure-")
"""Beginnings of the names of the cookies that Gradio reads tokens from: over HTTPS, over HTTP. The application's
`cookie_id` follows."""


def token_of(request: Request) -> str | None:
    """The token of a sign-in that a request brings, valid or not."""
    names = [f"{begin}{request.app.cookie_id}" for begin in COOKIES]
    return next((found for name in names if (found := request.cookies.get(name))), None)


def keeper_of(request: Request) -> str | None:
    """`user:<name>` of who signed in, none where nobody has; without sign-in who sits here, or the address."""
    if request.app.auth is not None:
        name = request.app.tokens.get(token_of(request))
        return f"user:{name}" if name else None
    host = request.client.host if request.client else ""
    if is_here(host, request.headers):
        return DEMO_USER
    return f"address:{address_of(host, request.headers)}"
