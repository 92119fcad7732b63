"""The indexes follow the tables: through the outbox, over a kill, and from nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from models.embeddings import Kind, StoredVectors, load_embedder
from models.types import Title
from tools.demo.vectors import demo_passages
from tools.indexes import MEMES, TITLES, Indexes, open_indexes
from tools.indexes.indexes import DEMO_VECTORS
from tools.store import MemeRecord, Stores, open_stores


class Letters:
    """A quick embedder: alike is what shares characters."""

    name = "letters"
    dim = 64

    def embed(self, texts: Sequence[str], kind: Kind = "query") -> np.ndarray:
        rows = np.full((len(texts), self.dim), 1e-3, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for char in text:
                row[ord(char) % self.dim] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)  # type: ignore[no-any-return]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    opened.advertisers.put(
        {"id": "a1", "name": "甲", "products": [], "history": [{"title": "旧标题也要找得到"}, {"title": "第二条旧的"}]}
    )
    opened.memes.put([MemeRecord("m1", "摸鱼", "上班偷闲", tags=("职场",))])
    yield opened
    opened.close()


def _open(stores: Stores, home: Path) -> Indexes:
    return open_indexes(stores, home, Letters(), background=False)


def _texts(indexes: Indexes, typed: str) -> list[str]:
    return [hit.text for hit in indexes.text(TITLES).complete(typed, 10, ("a1", "shared"))]


def test_rows_written_before_and_after_opening_are_found(stores: Stores, tmp_path: Path) -> None:
    indexes = _open(stores, tmp_path)
    assert _texts(indexes, "旧标题") == ["旧标题也要找得到"]
    stores.titles.add([Title(id="t1", text="新写的一条")], advertiser_id="a1")
    assert _texts(indexes, "新写的") == ["新写的一条"]
    assert indexes.nearest(TITLES, "新写的一条", 1, ("a1",))[0][0] == "t1"
    assert [found for found, _ in indexes.nearest(MEMES, "摸鱼", 5)] == ["m1"]
    assert indexes.pending() == {"text": 0, "vectors": 0}
    indexes.close()


def test_a_row_that_is_gone_leaves_the_indexes(stores: Stores, tmp_path: Path) -> None:
    indexes = _open(stores, tmp_path)
    assert len(indexes.nearest(TITLES, "旧", 10, ("a1",))) == 2
    stores.advertisers.put({"id": "a1", "name": "甲", "products": [], "history": [{"title": "第二条旧的"}]})
    assert _texts(indexes, "旧标题") == []
    assert len(indexes.nearest(TITLES, "旧", 10, ("a1",))) == 1
    indexes.close()


@pytest.mark.parametrize("damage", ["all", "text-titles", "vectors", "meta.json", "state"])
def test_damaged_indexes_are_made_again(stores: Stores, tmp_path: Path, damage: str) -> None:
    indexes = _open(stores, tmp_path)
    before = (_texts(indexes, "旧"), indexes.nearest(TITLES, "旧", 10, ("a1",)))
    assert all(before)
    indexes.close()
    folder = tmp_path / "index"
    if damage == "all":
        shutil.rmtree(folder)
    elif damage == "meta.json":
        (folder / "text-titles" / "meta.json").write_text("{ broken")
    elif damage == "state":
        (folder / "state.json").write_text('{"version": 0}')
    else:
        shutil.rmtree(folder / damage)
    indexes = _open(stores, tmp_path)
    assert (_texts(indexes, "旧"), indexes.nearest(TITLES, "旧", 10, ("a1",))) == before
    indexes.close()


def test_a_second_process_looks_but_does_not_touch(stores: Stores, tmp_path: Path) -> None:
    owner = _open(stores, tmp_path)
    assert _texts(owner, "旧标题")
    guest = _open(stores, tmp_path)
    assert owner.owner and not guest.owner
    assert _texts(guest, "旧标题") == ["旧标题也要找得到"]
    assert guest.nearest(TITLES, "旧", 5, ("a1",)) == []
    guest.close()
    owner.close()
    heir = _open(stores, tmp_path)
    assert heir.owner
    heir.close()


def test_the_background_thread_keeps_up(stores: Stores, tmp_path: Path) -> None:
    indexes = open_indexes(stores, tmp_path, Letters())
    stores.titles.add([Title(id="t1", text="后台也会写")], advertiser_id="a1")
    deadline = time.monotonic() + 20
    while any(indexes.pending().values()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert indexes.pending() == {"text": 0, "vectors": 0}
    indexes.close()


_DYING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_indexes import Letters
from models.types import Title
from tools.indexes import TITLES, TextIndex, VectorIndex, open_indexes
from tools.store import open_stores

home, moment = Path({home!r}), {moment!r}
stores = open_stores(home)
indexes = open_indexes(stores, home, Letters(), background=False)
indexes.apply("text"), indexes.apply("vectors")
die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
if moment == "after the tables":
    TextIndex.put = die
elif moment == "after the text":
    type(stores.outbox).done = die
elif moment == "after the vectors":
    indexes.apply("vectors")
    put = VectorIndex.put
    VectorIndex.put = lambda *args: (put(*args), die())
stores.titles.add([Title(id=f"t{{n}}", text=f"第{{n}}条将死未死") for n in range(30)], advertiser_id="a1")
if moment == "in a rebuild":
    indexes.close()
    (home / "index" / "state.json").unlink()
    stores.outbox.refill = die
    open_indexes(stores, home, Letters(), background=False)
indexes.apply("text")
indexes.apply("vectors")
"""


@pytest.mark.parametrize("moment", ["after the tables", "after the text", "after the vectors", "in a rebuild"])
def test_a_kill_loses_nothing_and_doubles_nothing(stores: Stores, tmp_path: Path, moment: str) -> None:
    code = _DYING.format(tests=str(Path(__file__).parent), home=str(tmp_path), moment=moment)
    child = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ)
    assert child.returncode == -signal.SIGKILL, child.stderr
    indexes = _open(stores, tmp_path)
    assert len(indexes.text(TITLES).complete("第", 100, ("a1",))) == 31
    assert len(indexes.text(TITLES)) == 32
    found = [row_id for row_id, _ in indexes.nearest(TITLES, "将死未死", 100, ("a1",))]
    assert len(found) == len(set(found)) == 32
    assert indexes.pending() == {"text": 0, "vectors": 0}
    indexes.close()


def test_the_packaged_vectors_cover_the_demo() -> None:
    """Make them again with `python -m tools.demo.vectors` when this fails."""

    class Forbidden(Letters):
        name = load_embedder().name
        dim = load_embedder().dim

        def embed(self, texts: Sequence[str], kind: Kind = "query") -> np.ndarray:
            raise AssertionError(f"no vector for {texts[:3]}")

    passages = demo_passages()
    vectors = StoredVectors(Forbidden(), DEMO_VECTORS).embed(passages, "passage")
    sample = [0, 200, len(passages) - 1]
    fresh = load_embedder().embed([passages[number] for number in sample], "passage")
    assert np.allclose((vectors[sample] * fresh).sum(axis=1), 1, atol=5e-3)
