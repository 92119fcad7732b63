"""What can go wrong in a store; every message says what to do next."""

from __future__ import annotations


class StoreError(Exception):
    """The root of this package's errors."""


class NotFound(StoreError, LookupError):
    """A row of that id does not exist."""

    def __init__(self, kind: str, row_id: object) -> None:
        super().__init__(f"There is no {kind} {row_id!r}: list the {kind}s, or put it first.")
        self.kind = kind
        self.row_id = row_id


class StoreTooNew(StoreError):
    """The database was written by a later version of the project."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"The database is at revision {revision!r}, which this version does not know: "
            "update the project, or name another home."
        )
