"""Weights as small integers: int8 rows, each with its own scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def quantised_rows(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """(rows, width) weights as int8 and (rows, 1) scales, as artefacts keep them; a row of zeros has the scale 0."""
    scales = np.abs(weights).max(axis=1, keepdims=True) / 127
    rows = np.round(weights / np.where(scales == 0, 1, scales)).astype(np.int8)
    return rows, scales.astype(np.float16)


def full_rows(rows: NDArray[np.int8], scales: NDArray[np.float16]) -> NDArray[np.float32]:
    """What `quantised_rows` made small: within half a scale of what it was, but for the rounding of scales."""
    weights: NDArray[np.float32] = rows.astype(np.float32) * scales.astype(np.float32)
    return weights
