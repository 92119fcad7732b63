"""A small reader and writer of GGUF model files, numpy only."""

from models.llm.gguf.format import TENSOR_TYPES, TYPE_IDS, Array, GgufError, Tensor, Value, ValueType, row_bytes
from models.llm.gguf.reader import Gguf, read_gguf
from models.llm.gguf.widening import widened
from models.llm.gguf.writer import float32, string, uint32, write_gguf

__all__ = [
    "TENSOR_TYPES",
    "TYPE_IDS",
    "Array",
    "Gguf",
    "GgufError",
    "Tensor",
    "Value",
    "ValueType",
    "float32",
    "read_gguf",
    "row_bytes",
    "string",
    "uint32",
    "widened",
    "write_gguf",
]
