"""Signing in and out: the form that Gradio's page sends, answered by the house's own rules."""

from __future__ import annotations

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ui.origin import address_of
from ui.page.door.keeper import COOKIES, token_of
from ui.page.door.tries import Tries
from ui.page.people import People
from ui.page.sessions import Sessions

FORM_AT_MOST = 8 << 10
CHECKS_AT_ONCE = 2  # hashing keeps a processor busy for a quarter of a second: guesses must not take all of them


def refuse(_name: str, _password: str) -> bool:
    """Gradio asks for a sign-in where it has such a function; its own way in is closed, and `SignIn` opens one."""
    return False


class SignIn:
    """Lets people in by name and password. Wrong, unknown and shut out are told in the same words."""

    def __init__(self, people: People, tries: Tries | None = None) -> None:
        self.sessions = Sessions(people.stamp)
        self._people = people
        self._tries = tries or Tries()
        self._checking = asyncio.Semaphore(CHECKS_AT_ONCE)

    async def enter(self, request: Request) -> Response:
        """POST with the fields `username` and `password`: a cookie, or 400."""
        async with request.form(max_files=0, max_fields=8) as form:
            name, password = (str(form.get(key) or "") for key in ("username", "password"))
        name = name.strip()
        if not await self._is_right(name, password, _address(request)):
            return JSONResponse({"detail": "Incorrect credentials."}, 400)
        self.sessions.pop(token_of(request) or "", None)
        token = secrets.token_urlsafe(32)
        self.sessions[token] = name
        answer = JSONResponse({"success": True})
        secure = request.url.scheme == "https"
        cookie = f"{COOKIES[0 if secure else 1]}{request.app.cookie_id}"
        answer.set_cookie(cookie, token, httponly=True, samesite="lax", secure=secure)
        return answer

    async def leave(self, request: Request) -> Response:
        """GET: every session of whoever asks ends."""
        name = self.sessions.get(token_of(request))
        if name is not None:
            self.sessions.end(name)
            await asyncio.to_thread(self._people.log.note, "sign_out", f"user:{name}")
        answer = RedirectResponse("./", 303)
        for begin in COOKIES:
            answer.delete_cookie(f"{begin}{request.app.cookie_id}")
        return answer

    async def _is_right(self, name: str, password: str, address: str) -> bool:
        if not self._tries.begin(name, address):
            return False
        async with self._checking:
            right = await asyncio.to_thread(self._people.verify, name, password)
            if right:
                self._tries.right(name, address)
            await asyncio.to_thread(self._note, name, address, right)
        return right

    def _note(self, name: str, address: str, right: bool) -> None:
        """What was typed as an unknown name may be a password: it is not written down."""
        who = f"user:{name}" if self._people.stamp(name) else ""
        self._people.log.note("sign_in" if right else "sign_in_failed", who, note=f"from {address}")
        if not right and self._tries.full(name, address):
            self._people.log.note("locked", who, note=f"from {address}")


def _address(request: Request) -> str:
    return address_of(request.client.host if request.client else "", request.headers)
