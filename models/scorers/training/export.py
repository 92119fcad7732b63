"""The trained encoder as ONNX with int8 weights."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from models.scorers.training.network import TitleEncoder

OUTPUTS = ("fluency", "style", "popular", "judge", "sense")


class Served(nn.Module):  # type: ignore[misc]
    """ids -> (scores (n, 5) in the order of OUTPUTS, tags (n, angles + codes + topics), pooled (n, 768), tokens)."""

    def __init__(self, model: TitleEncoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        pooled, logits, token = self.model(ids)
        scores = torch.cat([logits[name] for name in OUTPUTS], dim=1)
        tags = torch.cat([logits["angle"], logits["code"], logits["topic"]], dim=1)
        return scores, tags, pooled, token


def export(model: TitleEncoder, path: Path) -> None:
    """Write `path` (ONNX, dynamic int8 weights by channel); dynamic axes: rows and length."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    names = ["scores", "tags", "pooled", "tokens"]
    axes = {"ids": {0: "rows", 1: "length"}, "tokens": {0: "rows", 1: "length"}}
    axes |= {name: {0: "rows"} for name in names[:3]}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        example = torch.randint(4, 100, (3, 12))
        torch.onnx.export(
            Served(model),
            (example,),
            str(plain),
            input_names=["ids"],
            output_names=names,
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(str(plain), str(path), per_channel=True, weight_type=QuantType.QInt8)
