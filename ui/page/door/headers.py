"""What a browser is told about the page: whence its parts may come, who may frame it, whom it is for."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SCRIPT = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.S)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class SafeHeaders:
    """Middleware. A page's own inline scripts are named by their digests, so that no other one runs in it.

    `scripts` are those that Gradio adds to the page later.
    """

    def __init__(self, app: ASGIApp, scripts: Iterable[str] = ()) -> None:
        self._app = app
        self._scripts = [one.encode() for one in scripts]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        page: list[Message] = []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                if not scope["path"].startswith(("/assets/", "/static/")):
                    headers.setdefault("Cache-Control", "no-store")
                if headers.get("content-type", "").startswith("text/html"):
                    page.append(message)
                    return
                headers["Content-Security-Policy"] = policy()
            elif page:
                page.append(message)
                if message.get("more_body"):
                    return
                body = b"".join(one.get("body", b"") for one in page[1:])
                MutableHeaders(scope=page[0])["Content-Security-Policy"] = policy(
                    [*_SCRIPT.findall(body), *self._scripts]
                )
                await send(page[0])
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self._app(scope, receive, told)


def policy(scripts: Iterable[bytes] = ()) -> str:
    """Content Security Policy, level 3: nothing from outside, and of inline scripts only these.

    Gradio makes functions of text for its HTML panels, which needs 'unsafe-eval', and styles elements by attribute.
    """
    digests = (base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts if script)
    allowed = "".join(f" 'sha256-{digest}'" for digest in dict.fromkeys(digests))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval'{allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )
