"""API keys in one file of the home folder. Only a digest of each secret is kept; every write replaces the file."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import os
import secrets
import threading
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE_NAME = "api_keys.json"
PREFIX = "mt"


class KeyFileError(Exception):
    """The file of keys cannot be read; the message says what to do."""


class ApiKey(BaseModel):
    """What a key may do. `digest` is SHA-256 of the whole key, which is random and so needs no slow hash.

    `advertisers` are the accounts it sees, the first is meant where a call names none. `per_minute` requests are
    allowed in the long run, `burst` at once.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str = ""
    digest: str
    advertisers: tuple[str, ...] = Field(min_length=1)
    per_minute: float = Field(default=60.0, gt=0)
    burst: int = Field(default=20, ge=1)
    created_at: datetime.datetime
    revoked_at: datetime.datetime | None = None

    @property
    def owner(self) -> str:
        """The owner of conversations that were begun with this key."""
        return f"key:{self.id}"


class _Book(BaseModel):
    keys: list[ApiKey] = []


class KeyFile:
    """The keys of a home. A running server notices changes of the file by its time and size."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._lock = FileLock(home / f"{FILE_NAME}.lock")
        self._guard = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._known: dict[str, ApiKey] = {}

    def create(
        self, advertisers: list[str], *, name: str = "", per_minute: float = 60.0, burst: int = 20
    ) -> tuple[ApiKey, str]:
        """A new key and its secret text, which is shown this once and cannot be read again."""
        key_id = secrets.token_hex(6)
        text = f"{PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
        key = ApiKey(
            id=key_id,
            name=name,
            digest=_digest(text),
            advertisers=tuple(dict.fromkeys(advertisers)),
            per_minute=per_minute,
            burst=burst,
            created_at=datetime.datetime.now(datetime.UTC),
        )
        with self._lock:
            self._write([*self.all(), key])
        return key, text

    def revoke(self, key_id: str) -> bool:
        """False when there is no such key, or it was revoked before."""
        with self._lock:
            keys = self.all()
            if not any(key.id == key_id and key.revoked_at is None for key in keys):
                return False
            now = datetime.datetime.now(datetime.UTC)
            self._write([key.model_copy(update={"revoked_at": now}) if key.id == key_id else key for key in keys])
        return True

    def all(self) -> list[ApiKey]:
        """Every key, the revoked ones too, oldest first. Raises KeyFileError."""
        with self._guard:
            self._refresh()
            return list(self._known.values())

    def find(self, text: str) -> ApiKey | None:
        """The valid key of this secret text. Raises KeyFileError."""
        with self._guard:
            self._refresh()
            _prefix, _, rest = text.partition("_")
            key = self._known.get(rest.partition("_")[0])
        if key is None or key.revoked_at is not None or not hmac.compare_digest(key.digest, _digest(text)):
            return None
        return key

    def _refresh(self) -> None:
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            self._seen, self._known = None, {}
            return
        seen = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
        if seen == self._seen:
            return
        try:
            book = _Book.model_validate_json(self.path.read_bytes())
        except (ValidationError, OSError) as error:
            raise KeyFileError(f"{self.path} cannot be read: restore it, or delete it and make new keys.") from error
        self._seen, self._known = seen, {key.id: key for key in book.keys}

    def _write(self, keys: list[ApiKey]) -> None:
        fresh = self.path.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(_Book(keys=keys).model_dump_json(indent=1))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
