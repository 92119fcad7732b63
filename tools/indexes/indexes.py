"""The indexes of one home: opened by one owner, fed from the outbox, rebuilt from the tables when in doubt."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from models.embeddings import Embedder, StoredVectors
from models.embeddings.sentence import SentenceHead
from tools.compliance.lawbook import Lawbook
from tools.indexes.documents import COLLECTION_OF, MEMES, TITLES, Document, group
from tools.indexes.loading import CheckMany, DocumentLoader
from tools.indexes.scopes import SHARED
from tools.indexes.text import TextIndex, wipe
from tools.indexes.vectors import VectorIndex
from tools.store import OutboxRow, Stores

VERSION = 3
"""Raise it when analysis or documents change: older indexes are then rebuilt."""

DEMO_VECTORS = Path(__file__).parent.parent / "demo" / "vectors.npz"
_TEXT_BATCH = 5000
_VECTOR_BATCH = 512
_WAITED_FOR = 64  # changes that a question about meaning waits for; more are left to the background
_POLL_SECONDS = 2.0
_log = logging.getLogger(__name__)


class Indexes:
    """Text and vectors of titles and memes.

    `owner` is false when another process holds this home's indexes: then text is searched as that process
    left it and there are no vectors (two processes on one Chroma folder hang or go stale).
    """

    def __init__(
        self,
        stores: Stores,
        home: Path,
        embedders: Mapping[str, Embedder],
        loader: DocumentLoader,
        *,
        background: bool,
        edition: Callable[[], str] = str,
    ) -> None:
        self._stores = stores
        self._home = home
        self._embedders = dict(embedders)
        self._loader = loader
        self._edition = edition
        self._seen: dict[str, int] = {}
        self._turns = {"text": threading.Lock(), "vectors": threading.Lock()}
        self._vectors_checked = False
        self._stopping = threading.Event()
        self._lock = FileLock(str(home / "owner.lock"))
        self.owner = _acquire(self._lock)
        self._open()
        self._worker = threading.Thread(target=self._work, name="indexes", daemon=True)
        if background and self.owner:
            self._worker.start()

    def embedder_of(self, collection: str) -> Embedder:
        """What makes the vectors of TITLES or MEMES."""
        return self._embedders[collection]

    def text(self, collection: str) -> TextIndex:
        """The full-text index of TITLES or MEMES, with everything in it that this process wrote to the tables.

        What other processes wrote comes with the background thread, or at once without one.
        """
        if self.owner:
            self._catch_up("text")
        else:
            self._texts[collection].refresh()
        return self._texts[collection]

    def nearest(
        self, collection: str, text: str, limit: int, scopes: Sequence[str] = (SHARED,)
    ) -> list[tuple[str, float]]:
        """(id, cosine) of what is nearest in meaning. Empty when another process owns the vectors."""
        if not self.owner:
            return []
        self._catch_up("vectors")
        vector = self._embedders[collection].embed([text], "query")[0]
        return self._vectors.search(collection, vector, limit, scopes)

    def _catch_up(self, consumer: str) -> None:
        """Apply what this process wrote since last time; while it wrote nothing no table is read."""
        alive, writes = self._worker.is_alive(), self._stores.database.writes
        if alive and self._seen.get(consumer) == writes:
            return
        # A long queue of vectors is left to the background thread: the question should not wait for it.
        if alive and consumer == "vectors" and self._stores.outbox.count(consumer) > _WAITED_FOR:
            return
        self.apply(consumer)
        self._seen[consumer] = writes

    def apply(self, consumer: str, progress: Callable[[int], None] | None = None) -> int:
        """Bring one index (text or vectors) up to the tables; returns how many changes it took.

        `progress` is told after each batch how many changes are left.
        """
        applied = 0
        with self._turns[consumer]:
            if consumer == "vectors" and not self._vectors_checked:
                self._mend_vectors()
            if consumer == "text":
                self._follow_the_law()
            size = _TEXT_BATCH if consumer == "text" else _VECTOR_BATCH
            while not self._stopping.is_set() and (rows := self._stores.outbox.pending(consumer, size)):
                self._apply_rows(consumer, rows)
                self._stores.outbox.done(rows)
                applied += len(rows)
                if progress is not None:
                    progress(self._stores.outbox.count(consumer))
        return applied

    def pending(self) -> dict[str, int]:
        """Changes that each index has yet to take."""
        return {consumer: self._stores.outbox.count(consumer) for consumer in self._turns}

    def close(self) -> None:
        self._stopping.set()
        if self._worker.is_alive():
            self._worker.join(timeout=30)
        with self._turns["text"], self._turns["vectors"]:
            self._close_parts()
        self._lock.release()

    def _open(self) -> None:
        if self.owner and self._state() != self._expected():
            self._reset()
        try:
            self._open_parts()
        except ValueError as error:
            if not self.owner:
                raise
            _log.warning("The text index could not be read and is rebuilt: %s", error)
            self._reset()
            self._open_parts()
        if self.owner and self._short():
            _log.warning("The text index held less than the tables and is rebuilt.")
            self._close_parts()
            self._reset()
            self._open_parts()

    def _open_parts(self) -> None:
        folders = {name: self._home / f"text-{name}" for name in (TITLES, MEMES)}
        self._texts = {name: TextIndex(path, writable=self.owner) for name, path in folders.items()}
        self._vectors = VectorIndex(self._home / "vectors")

    def _close_parts(self) -> None:
        for index in self._texts.values():
            index.close()
        self._vectors.close()

    def _reset(self) -> None:
        """Empty folders and a full outbox. The state file goes first and comes last: a kill between starts over."""
        self._state_file.unlink(missing_ok=True)
        for name in ("text-titles", "text-memes", "vectors"):
            wipe(self._home / name)
        for consumer in self._turns:
            self._stores.outbox.refill(consumer)
        temporary = self._state_file.with_suffix(".new")
        temporary.write_text(json.dumps(self._expected()))
        temporary.replace(self._state_file)

    @property
    def _state_file(self) -> Path:
        return self._home / "state.json"

    def _state(self) -> object:
        try:
            return json.loads(self._state_file.read_text())
        except (OSError, ValueError):
            return None

    def _expected(self) -> dict[str, object]:
        names = " ".join(dict.fromkeys(embedder.name for _, embedder in sorted(self._embedders.items())))
        return {"version": VERSION, "store": self._stores.store_id, "embedder": names}

    def _short(self) -> bool:
        held = sum(len(index) for index in self._texts.values())
        return held + self._stores.outbox.count("text") < self._stores.outbox.documents()

    def _mend_vectors(self) -> None:
        """On first use: vectors that cannot be read, or are fewer than the tables say, are made again."""
        try:
            held = self._vectors.count(TITLES) + self._vectors.count(MEMES)
            whole = held + self._stores.outbox.count("vectors") >= self._stores.outbox.documents()
        except Exception as error:  # Chroma raises errors of its Rust core that have no common type
            _log.warning("The vectors could not be read: %s", error)
            whole = False
        if not whole:
            _log.warning("The vectors are made again from the tables.")
            self._vectors.close()
            wipe(self._home / "vectors")
            self._stores.outbox.refill("vectors")
            self._vectors = VectorIndex(self._home / "vectors")
        self._vectors_checked = True

    def _follow_the_law(self) -> None:
        """When the house's rules changed, every title is judged anew; the file comes last, so a kill starts over."""
        now, file = self._edition(), self._home / "law"
        if now != (file.read_text() if file.exists() else ""):
            self._stores.outbox.refill("text")
            temporary = file.with_suffix(".new")
            temporary.write_text(now)
            temporary.replace(file)

    def _apply_rows(self, consumer: str, rows: list[OutboxRow]) -> None:
        for kind, ref_ids in group(rows).items():
            documents = self._loader.load(kind, ref_ids, judged=consumer == "text")
            gone = sorted(set(ref_ids) - {document.id for document in documents})
            name = COLLECTION_OF[kind]
            if consumer == "text":
                self._texts[name].put(documents, gone)
            else:
                self._put_vectors(name, documents)
                self._vectors.drop(name, gone)

    def _put_vectors(self, name: str, documents: Sequence[Document]) -> None:
        vectors = self._embedders[name].embed([one.passage for one in documents], "passage")
        by_scope: dict[str, list[int]] = {}
        for number, one in enumerate(documents):
            by_scope.setdefault(one.scope, []).append(number)
        for scope, numbers in by_scope.items():
            self._vectors.put(name, [documents[number].id for number in numbers], vectors[numbers], scope)

    def _work(self) -> None:
        """Apply what other processes and this one's tools have written, soon and one batch at a time."""
        while not self._stopping.is_set():
            try:
                for consumer in ("text", "vectors"):
                    self.apply(consumer)
            except Exception:
                _log.exception("The indexes could not take the latest changes; they will be tried again.")
            self._stopping.wait(_POLL_SECONDS)


def _acquire(lock: FileLock) -> bool:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    return True


def open_indexes(
    stores: Stores,
    home: Path,
    embedder: Embedder,
    *,
    titles: Embedder | None = None,
    background: bool = True,
    known: Path | None = DEMO_VECTORS,
    check_many: CheckMany | None = None,
) -> Indexes:
    """Open the indexes under `home`/index, repairing or rebuilding them if need be.

    `embedder` reads memes, and titles too unless another is given for them in `titles`.
    `known` holds vectors made beforehand; they are used when `embedder` is the one that made them.

    `check_many` says at index time which titles the law keeps from being shown; the house's lawbook if absent.
    With `background` a thread keeps them up to date; without, they catch up when they are searched.
    """
    folder = home / "index"
    folder.mkdir(parents=True, exist_ok=True)
    remembering = StoredVectors(embedder, known) if known else embedder
    embedders = {MEMES: remembering, TITLES: titles or remembering}
    law = Lawbook(stores)
    loader = DocumentLoader(stores, check_many or law.check_many, SentenceHead())
    return Indexes(stores, folder, embedders, loader, background=background, edition=law.edition)
