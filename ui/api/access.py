"""Who calls, and what is theirs. Every route reaches the assistant through a `Caller`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from agent.session import Assistant, Thread
from agent.settings import Settings
from agent.toolbox import ToolRun
from models.types import Title
from tools.store import ActionRecord
from ui.api.conversations import Conversations
from ui.api.errors import ApiError
from ui.api.keys import ApiKey, KeyFile
from ui.api.limits import RateLimiter
from ui.api.metrics import Metrics

_bearer = HTTPBearer(auto_error=False, description="A key of `miaoti key create`.")


@dataclass(frozen=True)
class Services:
    """What the application stands on."""

    assistant: Assistant
    settings: Settings
    keys: KeyFile
    limiter: RateLimiter
    conversations: Conversations
    metrics: Metrics


@dataclass(frozen=True)
class Caller:
    """One authenticated request. What belongs to others is not found, in the same words as what does not exist."""

    services: Services
    key: ApiKey

    @property
    def assistant(self) -> Assistant:
        return self.services.assistant

    def advertiser_id(self, wanted: str | None = None) -> str:
        """The account meant: the one named, else the key's first."""
        chosen = self.key.advertisers[0] if wanted is None else wanted
        if chosen not in self.key.advertisers:
            raise ApiError("not_found")
        return self.assistant.advertisers.get(chosen).id

    def thread(self, thread_id: str) -> Thread:
        record = self.assistant.stores.threads.get(thread_id)
        if record.owner != self.key.owner:
            raise ApiError("not_found")
        return self.assistant.open(self.advertiser_id(record.advertiser_id), record.id, self.key.owner)

    def action(self, action_id: str) -> tuple[ActionRecord, Thread]:
        action = self.assistant.stores.actions.get(action_id)
        return action, self.thread(action.thread_id)

    def titles(self, advertiser_id: str, title_ids: list[str]) -> list[Title]:
        """All of them, in that order, or none is found."""
        found = self.assistant.stores.titles.owned(advertiser_id, title_ids)
        if len(found) != len(title_ids):
            raise ApiError("not_found")
        return found

    def run(self, tool: str, args: dict[str, Any], advertiser_id: str, **more: str) -> ToolRun:
        """Run a tool; what it could not do is an error in its own words."""
        run = self.assistant.run_tool(tool, args, advertiser_id, party=self.key.owner, **more)
        self.services.metrics.saw_tool(run)
        if run.crashed:
            raise ApiError("internal")
        if run.failure:
            raise ApiError("tool_failed", details=run.failure)
        return run


def services_of(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


def authenticate(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Caller:
    """The caller of a valid key that has not asked too often."""
    services = services_of(request)
    key = services.keys.find(credentials.credentials) if credentials else None
    if key is None:
        raise ApiError("unauthorized", {"WWW-Authenticate": "Bearer"})
    wait = services.limiter.wait_for(key.id, key.per_minute, key.burst)
    if wait:
        seconds = math.ceil(wait)
        raise ApiError("rate_limited", {"Retry-After": str(seconds)}, seconds=seconds)
    return Caller(services, key)


Authenticated = Annotated[Caller, Depends(authenticate)]
