"""Write a GGUF file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from models.llm.gguf.format import (
    ALIGNMENT,
    ALIGNMENT_KEY,
    MAGIC,
    SCALARS,
    VERSION,
    Array,
    Tensor,
    Value,
    ValueType,
)
from models.llm.gguf.reader import Gguf


def write_gguf(model: Gguf, file: BinaryIO) -> None:
    """Write `model` to `file`, which is open for writing binary. The same model gives the same bytes.

    The file's alignment follows `general.alignment` where the metadata hold it (default 32).
    """
    alignment = int(model.scalar(ALIGNMENT_KEY)) if ALIGNMENT_KEY in model.metadata else ALIGNMENT
    header = b"".join(_header(model, alignment))
    file.write(header)
    file.write(b"\0" * _padding(len(header), alignment))
    for tensor in model.tensors.values():
        file.write(tensor.data.tobytes())
        file.write(b"\0" * _padding(tensor.data.nbytes, alignment))


def _header(model: Gguf, alignment: int) -> Iterator[bytes]:
    yield MAGIC + struct.pack("<IQQ", VERSION, len(model.tensors), len(model.metadata))
    for key, value in model.metadata.items():
        yield _string(key.encode("utf-8"))
        yield struct.pack("<I", value.kind)
        yield _value(value)
    offset = 0
    for tensor in model.tensors.values():
        yield _tensor_header(tensor, offset)
        offset += tensor.data.nbytes + _padding(tensor.data.nbytes, alignment)


def _value(value: Value) -> bytes:
    content = value.value
    if isinstance(content, Array):
        return _array(content)
    if isinstance(content, str):
        return _string(content.encode("utf-8"))
    return SCALARS[value.kind].type(content).tobytes()


def _array(array: Array) -> bytes:
    head = struct.pack("<IQ", array.kind, len(array.values))
    if isinstance(array.values, list):
        return head + b"".join(_string(item) for item in array.values)
    return head + array.values.astype(SCALARS[array.kind]).tobytes()


def _string(content: bytes) -> bytes:
    return struct.pack("<Q", len(content)) + content


def _tensor_header(tensor: Tensor, offset: int) -> bytes:
    dimensions = tensor.shape[::-1]
    sizes = struct.pack(f"<I{len(dimensions)}Q", len(dimensions), *dimensions)
    return _string(tensor.name.encode("utf-8")) + sizes + struct.pack("<IQ", tensor.type_id, offset)


def _padding(size: int, alignment: int) -> int:
    return -size % alignment


def string(value: str) -> Value:
    """A metadata string."""
    return Value(ValueType.STRING, value)


def uint32(value: int) -> Value:
    """A metadata number, unsigned 32 bits."""
    return Value(ValueType.UINT32, value)


def float32(value: float) -> Value:
    """A metadata number, single precision."""
    return Value(ValueType.FLOAT32, value)
