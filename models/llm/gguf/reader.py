"""Read a GGUF file: metadata in full, tensors as memory-mapped bytes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.llm.gguf.format import (
    ALIGNMENT,
    ALIGNMENT_KEY,
    MAGIC,
    SCALARS,
    VERSION,
    Array,
    GgufError,
    Scalar,
    Tensor,
    Value,
    ValueType,
    row_bytes,
)


@dataclass
class Gguf:
    """A GGUF file in memory: metadata in file order, tensors in file order."""

    metadata: dict[str, Value] = field(default_factory=dict)
    tensors: dict[str, Tensor] = field(default_factory=dict)

    def scalar(self, key: str) -> Scalar:
        """The scalar under `key`; raises GgufError where it is missing or an array."""
        value = self._get(key)
        if isinstance(value, Array):
            raise GgufError(f"metadata {key!r} is an array, not a scalar")
        return value

    def strings(self, key: str) -> list[bytes]:
        """The array of strings under `key`, as bytes; raises GgufError where it is something else."""
        value = self._get(key)
        if not isinstance(value, Array) or not isinstance(value.values, list):
            raise GgufError(f"metadata {key!r} is not an array of strings")
        return value.values

    def numbers(self, key: str) -> NDArray[np.generic]:
        """The array of numbers under `key`; raises GgufError where it is something else."""
        value = self._get(key)
        if not isinstance(value, Array) or isinstance(value.values, list):
            raise GgufError(f"metadata {key!r} is not an array of numbers")
        return value.values

    def _get(self, key: str) -> Scalar | Array:
        if key not in self.metadata:
            raise GgufError(f"metadata {key!r} is missing")
        return self.metadata[key].value


class _Cursor:
    """Reads values one after another from a byte buffer."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def take(self, count: int) -> NDArray[np.uint8]:
        if count < 0 or self.at + count > len(self.data):
            raise GgufError(f"the file ends inside a value at byte {self.at}; it is cut short or damaged")
        self.at += count
        return self.data[self.at - count : self.at]

    def number(self, kind: ValueType) -> bool | int | float:
        dtype = SCALARS[kind]
        value: bool | int | float = self.take(dtype.itemsize).view(dtype)[0].item()
        return value

    def count(self, kind: ValueType = ValueType.UINT64) -> int:
        return int(self.number(kind))

    def string(self) -> bytes:
        return self.take(self.count()).tobytes()

    def kind(self) -> ValueType:
        number = self.count(ValueType.UINT32)
        try:
            return ValueType(number)
        except ValueError:
            raise GgufError(f"metadata value type {number} at byte {self.at} is unknown") from None

    def value(self) -> Value:
        kind = self.kind()
        if kind is ValueType.STRING:
            return Value(kind, self.string().decode("utf-8"))
        if kind is ValueType.ARRAY:
            return Value(kind, self.array())
        return Value(kind, self.number(kind))

    def array(self) -> Array:
        kind = self.kind()
        length = self.count()
        if kind is ValueType.STRING:
            return Array(kind, [self.string() for _ in range(length)])
        if kind is ValueType.ARRAY:
            raise GgufError("nested metadata arrays are not supported")
        dtype = SCALARS[kind]
        return Array(kind, self.take(length * dtype.itemsize).copy().view(dtype))


def read_gguf(path: Path) -> Gguf:
    """Read `path`. Tensor data stay on disk (memory-mapped, read-only) until they are used.

    Raises GgufError for anything that is not a complete GGUF file of version 3, OSError where it cannot be opened.
    """
    if path.stat().st_size < 24:
        raise GgufError(f"{path} is too short to be a GGUF file")
    cursor = _Cursor(np.memmap(path, dtype=np.uint8, mode="r"))
    if cursor.take(4).tobytes() != MAGIC:
        raise GgufError(f"{path} is not a GGUF file")
    version = cursor.count(ValueType.UINT32)
    if version != VERSION:
        raise GgufError(f"{path} has GGUF version {version}; version {VERSION} is supported")
    tensor_count, value_count = cursor.count(), cursor.count()
    model = Gguf()
    for _ in range(value_count):
        key = cursor.string().decode("utf-8")
        model.metadata[key] = cursor.value()
    headers = [_tensor_header(cursor) for _ in range(tensor_count)]
    alignment = int(model.scalar(ALIGNMENT_KEY)) if ALIGNMENT_KEY in model.metadata else ALIGNMENT
    start = -(-cursor.at // alignment) * alignment
    for name, shape, type_id, offset in headers:
        cursor.at = start + offset
        width = row_bytes(type_id, shape[-1])
        rows = math.prod(shape[:-1])
        model.tensors[name] = Tensor(name, shape, type_id, cursor.take(rows * width).reshape(rows, width))
    return model


def _tensor_header(cursor: _Cursor) -> tuple[str, tuple[int, ...], int, int]:
    name = cursor.string().decode("utf-8")
    dimensions = [cursor.count() for _ in range(cursor.count(ValueType.UINT32))]
    if not dimensions:
        raise GgufError(f"tensor {name!r} has no dimensions")
    return name, tuple(reversed(dimensions)), cursor.count(ValueType.UINT32), cursor.count()
