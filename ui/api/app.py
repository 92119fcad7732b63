"""The application for programs: routes, limits, errors, metrics and the document that describes them."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.session import Assistant
from agent.settings import Settings
from ui.api import chat, events, races, titles
from ui.api.access import Services, services_of
from ui.api.conversations import Conversations
from ui.api.errors import MESSAGES, ApiError, ErrorReply, add_handlers, language_of, respond
from ui.api.keys import KeyFile
from ui.api.limits import BodyLimit, RateLimiter
from ui.api.metrics import CountRequests, Metrics
from ui.origin import is_here

PREFIXES = ("/api/v1/", "/v1/", "/metrics")
DOCUMENT = "/api/v1/openapi.json"
_DESCRIPTION = (
    "Ad titles for Bilibili: write, score, check, associate, race, and talk. Keys come from `miaoti key create`."
)


def build_api(assistant: Assistant, settings: Settings, *, limiter: RateLimiter | None = None) -> FastAPI:
    """The application over an open assistant; it keeps keys and conversations in `settings.home`."""
    metrics = Metrics()
    assistant.on_turn.append(metrics.saw_turn)
    app = FastAPI(
        title="Miaoti 妙题",
        version="1",
        description=_DESCRIPTION,
        openapi_url=DOCUMENT,
        docs_url=None,  # Swagger's page would load its scripts from outside
        redoc_url=None,
        redirect_slashes=False,
        responses=_error_responses(),
    )
    app.state.services = Services(
        assistant=assistant,
        settings=settings,
        keys=KeyFile(settings.home),
        limiter=limiter or RateLimiter(),
        conversations=Conversations(settings.home),
        metrics=metrics,
    )
    add_handlers(app)
    for router in (titles.router, races.router, events.router, chat.router):
        app.include_router(router)
    app.get("/metrics", include_in_schema=False)(_metrics)
    app.add_middleware(BodyLimit, refuse=_too_large)
    app.add_middleware(CountRequests, metrics=metrics)
    return app


def mount(app: FastAPI, assistant: Assistant, settings: Settings) -> FastAPI:
    """Serve the API beside what `app` serves already, the page for one; returns the API's application."""
    api = build_api(assistant, settings)
    app.router.routes.insert(0, _Beside(api))
    return api


class _Beside(BaseRoute):
    """Hands the API's addresses to the API, whatever routes follow."""

    def __init__(self, api: ASGIApp) -> None:
        self._api = api

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        ours = scope["type"] == "http" and scope["path"].startswith(PREFIXES)
        return (Match.FULL if ours else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._api(scope, receive, send)


def _error_responses() -> dict[int | str, dict[str, Any]]:
    statuses = {status for status, _zh, _en in MESSAGES.values()}
    told = {status: " / ".join(code for code, row in MESSAGES.items() if row[0] == status) for status in statuses}
    return {status: {"model": ErrorReply, "description": told[status]} for status in sorted(statuses)}


def _too_large(scope: Scope) -> ASGIApp:
    scope["miaoti.error"] = "too_large"
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    return respond(ApiError("too_large"), language_of(accepted))


def _metrics(request: Request) -> Response:
    """Counts for a scraper: on this machine for all, from elsewhere with a key."""
    if not is_here(request.client.host if request.client else "", request.headers):
        _scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if services_of(request).keys.find(text) is None:
            raise ApiError("unauthorized", {"WWW-Authenticate": "Bearer"})
    return services_of(request).metrics.page()
