"""What the harness drives: anything that can be opened for a case and answers messages."""

from __future__ import annotations

from typing import Protocol

from evals.cases import Case
from evals.records import Observation


class InfrastructureError(RuntimeError):
    """The surroundings failed (no model, no server, no disk), not the agent; such runs are counted apart."""


class Conversation(Protocol):
    """One conversation. `send` blocks until the turn is whole; `stop` asks a running turn to end."""

    def send(self, text: str) -> Observation:
        """One message; raises what the agent raises, which the runner records as a crash.

        Raises InfrastructureError, or an error of a socket or a model's server, where the surroundings failed.
        """
        ...

    def stop(self) -> None:
        """Ask a running turn to end; returns at once, and may be called when none runs."""
        ...


class Driver(Protocol):
    """Opens conversations; `open` may be called from several threads at once."""

    name: str

    def open(self, case: Case) -> Conversation:
        """A new conversation on an account of its own."""
        ...

    def close(self) -> None: ...


class NothingDriver:
    """A baseline that greets and does nothing more; it must pass no case."""

    name = "nothing"

    def open(self, case: Case) -> Conversation:
        return _Nothing()

    def close(self) -> None:
        """Holds nothing."""


class _Nothing:
    def send(self, text: str) -> Observation:
        return Observation(user=text, reply="好的。", intent="smalltalk")

    def stop(self) -> None:
        """Never runs long."""
