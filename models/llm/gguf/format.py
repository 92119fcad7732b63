"""Constants and plain types of the GGUF container, version 3.

Source: the specification in llama.cpp's repository (ggml/docs/gguf.md). Everything is little-endian.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

MAGIC = b"GGUF"
VERSION = 3
ALIGNMENT = 32
ALIGNMENT_KEY = "general.alignment"


class GgufError(ValueError):
    """The file is not a GGUF file that this reader understands, or a request does not fit it."""


class ValueType(IntEnum):
    """Types of metadata values."""

    UINT8 = 0
    INT8 = 1
    UINT16 = 2
    INT16 = 3
    UINT32 = 4
    INT32 = 5
    FLOAT32 = 6
    BOOL = 7
    STRING = 8
    ARRAY = 9
    UINT64 = 10
    INT64 = 11
    FLOAT64 = 12


SCALARS: dict[ValueType, np.dtype[np.generic]] = {
    ValueType.UINT8: np.dtype("<u1"),
    ValueType.INT8: np.dtype("<i1"),
    ValueType.UINT16: np.dtype("<u2"),
    ValueType.INT16: np.dtype("<i2"),
    ValueType.UINT32: np.dtype("<u4"),
    ValueType.INT32: np.dtype("<i4"),
    ValueType.FLOAT32: np.dtype("<f4"),
    ValueType.BOOL: np.dtype("?"),
    ValueType.UINT64: np.dtype("<u8"),
    ValueType.INT64: np.dtype("<i8"),
    ValueType.FLOAT64: np.dtype("<f8"),
}

# ggml type id -> (name, elements in a block, bytes of a block); from ggml/include/ggml.h and ggml-common.h.
TENSOR_TYPES: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    20: ("IQ4_NL", 32, 18),
    23: ("IQ4_XS", 256, 136),
    30: ("BF16", 1, 2),
}
TYPE_IDS = {name: number for number, (name, _, _) in TENSOR_TYPES.items()}


@dataclass(frozen=True)
class Array:
    """A metadata array: strings as a list of bytes, numbers as a numpy vector."""

    kind: ValueType
    values: list[bytes] | NDArray[np.generic]


Scalar = bool | int | float | str


@dataclass(frozen=True)
class Value:
    """One metadata value with the type it has in the file."""

    kind: ValueType
    value: Scalar | Array


@dataclass(frozen=True)
class Tensor:
    """A tensor's description and raw bytes.

    `shape` is in numpy order (rows first), the reverse of the file's; `data` has dtype uint8 and
    shape (rows, row bytes), where rows is the product of all dimensions but the last.
    """

    name: str
    shape: tuple[int, ...]
    type_id: int
    data: NDArray[np.uint8]

    @property
    def type_name(self) -> str:
        """ggml's name, such as Q4_K."""
        return TENSOR_TYPES[self.type_id][0]


def row_bytes(type_id: int, width: int) -> int:
    """Bytes of one row of `width` elements. Raises GgufError for unknown types and widths that split a block."""
    if type_id not in TENSOR_TYPES:
        raise GgufError(f"ggml type {type_id} is unknown here; add it to TENSOR_TYPES with its block size")
    name, elements, size = TENSOR_TYPES[type_id]
    if width % elements:
        raise GgufError(f"a row of {width} elements does not fill whole {name} blocks of {elements}")
    return width // elements * size
