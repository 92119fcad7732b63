"""The title encoder: the first layers of multilingual-e5-small with heads for every task."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from models.scorers.e5file import E5File
from models.scorers.pieces import PAD

HEADS = {"fluency": 1, "style": 1, "popular": 1, "judge": 1, "sense": 1, "angle": 10, "code": 11}


class Layer(nn.Module):  # type: ignore[misc]
    """One post-norm transformer layer (Vaswani et al., 2017) as BERT lays it out."""

    def __init__(self, hidden: int, heads: int, feed: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.mix = nn.Linear(hidden, hidden)
        self.mix_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.wide = nn.Linear(hidden, feed)
        self.narrow = nn.Linear(feed, hidden)
        self.feed_norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (batch, length, hidden); mask (batch, 1, 1, length), 0 where a token may be read, else very low."""
        batch, length, hidden = x.shape
        parts = self.qkv(x).view(batch, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = parts[0], parts[1], parts[2]
        weights = torch.softmax(q @ k.transpose(-1, -2) * (hidden // self.heads) ** -0.5 + mask, dim=-1)
        read = (weights @ v).transpose(1, 2).reshape(batch, length, hidden)
        x = self.mix_norm(x + self.dropout(self.mix(read)))
        return self.feed_norm(x + self.dropout(self.narrow(nn.functional.gelu(self.wide(x)))))


class TitleEncoder(nn.Module):  # type: ignore[misc]
    """ids (batch, length), padded with PAD -> (pooled, dict of logits, token logits)."""

    def __init__(self, vocabulary: int, layers: int, topics: int, hidden: int = 384, feed: int = 1536) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, hidden)
        self.place = nn.Embedding(64, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.layers = nn.ModuleList(Layer(hidden, 12, feed) for _ in range(layers))
        self.dropout = nn.Dropout(0.1)
        self.token = nn.Linear(hidden, 1)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * hidden, size) for name, size in HEADS.items()})
        self.topic = nn.Linear(2 * hidden, topics)
        self.worst = nn.Parameter(torch.tensor(1.0))

    def states(self, ids: Tensor, words: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """(token states, keep): keep is 1 where a token is real. `words` are the ids' vectors, where looked up."""
        keep = (ids != PAD).to(self.word.weight.dtype)
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm((self.word(ids) if words is None else words) + self.place(places)))
        mask = (1 - keep)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, mask)
        return x, keep

    def forward(self, ids: Tensor, words: Tensor | None = None) -> tuple[Tensor, dict[str, Tensor], Tensor]:
        x, keep = self.states(ids, words)
        x = x.float()
        mean = (x * keep[..., None]).sum(1) / keep.sum(1, keepdim=True)
        pooled = torch.cat([x[:, 0], mean], dim=1)
        logits = {name: head(self.dropout(pooled)) for name, head in self.heads.items()}
        token = self.token(x).squeeze(-1)
        worst = torch.logsumexp(token - (1 - keep) * 10000.0, dim=1, keepdim=True)
        logits["fluency"] = logits["fluency"] - self.worst * worst
        logits["topic"] = self.topic(self.dropout(pooled))
        return pooled, logits, token


def load_e5(model: TitleEncoder, packed: E5File, ids: list[int]) -> None:
    """Fill the encoder from the packed file; `ids` are the file's token ids in the order of the cut vocabulary."""
    hidden, feed = packed.sizes["hidden"], packed.sizes["feed"]

    def fill(parameter: Tensor, values: np.ndarray) -> None:
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(values)).reshape(parameter.shape))

    fill(model.word.weight, packed.tensor("emb.word", hidden)[ids])
    places = packed.tensor("emb.pos").reshape(-1, hidden)[:64]
    fill(model.place.weight, places + packed.tensor("emb.type")[:hidden])
    fill(model.norm.weight, packed.tensor("emb.ln.w"))
    fill(model.norm.bias, packed.tensor("emb.ln.b"))
    for index, layer in enumerate(model.layers):
        assert isinstance(layer, Layer)
        fill(layer.qkv.weight, np.vstack([packed.tensor(f"l{index}.{n}.w", hidden) for n in "qkv"]))
        fill(layer.qkv.bias, np.concatenate([packed.tensor(f"l{index}.{n}.b") for n in "qkv"]))
        named = {"ao": layer.mix, "fi": layer.wide, "fo": layer.narrow}
        for name, linear in named.items():
            fill(linear.weight, packed.tensor(f"l{index}.{name}.w", feed if name == "fo" else hidden))
            fill(linear.bias, packed.tensor(f"l{index}.{name}.b"))
        for name, norm in (("aln", layer.mix_norm), ("oln", layer.feed_norm)):
            fill(norm.weight, packed.tensor(f"l{index}.{name}.w"))
            fill(norm.bias, packed.tensor(f"l{index}.{name}.b"))
