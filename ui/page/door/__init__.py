"""Between the network and the page: who comes in, which addresses answer, what belongs to whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, request_response

from ui.api.limits import BodyLimit
from ui.page.door.guard import UPLOAD, Guard
from ui.page.door.headers import SafeHeaders
from ui.page.door.shelf import Shelf
from ui.page.door.signing import FORM_AT_MOST, SignIn
from ui.page.theme import script

_FORM_BYTES = 4096
"""What a form adds to the file in it."""


def build_door(
    uploads: Path, largest: int, spared: Sequence[str] = (), sign_in: SignIn | None = None
) -> dict[str, Any]:
    """What Gradio's application is made with. Uploads of up to `largest` bytes lie in the folder `uploads`."""
    shelf = Shelf(uploads)
    routes = [_taking(UPLOAD, shelf.take, largest + _FORM_BYTES)]
    if sign_in is not None:
        routes += [_taking("/login", sign_in.enter, FORM_AT_MOST), Route("/logout", sign_in.leave)]
    return {
        "routes": routes,
        "middleware": [Middleware(SafeHeaders, scripts=[script()]), Middleware(Guard, shelf=shelf, spared=spared)],
    }


def _taking(path: str, handler: Any, at_most: int) -> Route:
    """A route for forms of up to so many bytes."""
    mb = at_most >> 20
    told = PlainTextResponse(f"文件超过 {mb} MB / the file is larger than {mb} MB", 413)
    return Route(path, BodyLimit(request_response(handler), lambda _scope: told, at_most), methods=["POST"])
