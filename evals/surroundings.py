"""Tells what failed by the kind of error: the surroundings of the agent, or the agent itself."""

from __future__ import annotations

import errno
import socket
import traceback

import httpx

from evals.drivers import InfrastructureError
from models.llm import EndpointError

KINDS = (InfrastructureError, EndpointError, httpx.TransportError, ConnectionError, socket.gaierror, socket.herror)
"""A request that a server calls wrong (`ModelRequestError`) is not among them: whoever sent it is at fault."""

ERRNOS = {
    errno.ENETDOWN, errno.ENETUNREACH, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ETIMEDOUT,
    errno.ENOSPC, errno.EDQUOT, errno.EIO,
}  # fmt: skip
"""Of the network and the disk."""


def is_infrastructure(error: BaseException) -> bool:
    """Whether an error, or one that it was raised from, is of the surroundings: a dead model server, network, disk."""
    if isinstance(error, KINDS) or (isinstance(error, OSError) and error.errno in ERRNOS):
        return True
    if isinstance(error, TimeoutError) and error.args:  # a socket says "timed out"; what waits for a thread, nothing
        return True
    return error.__cause__ is not None and is_infrastructure(error.__cause__)


def are_infrastructure(names: list[str]) -> list[str]:
    """Those of these names of error classes that are of a model's server or of the way to it."""
    known = _names(EndpointError) | _names(httpx.TransportError) | _names(ConnectionError)
    return [name for name in names if name in known]


def _names(kind: type[BaseException]) -> set[str]:
    return {kind.__name__}.union(*(_names(one) for one in kind.__subclasses__()))


def told(error: BaseException) -> str:
    """An error in one line, with the place in the code that raised it."""
    last = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    place = f" ({last.filename.rsplit('/', 1)[-1]}:{last.lineno})" if last else ""
    return f"{type(error).__name__}: {error}{place}"
