"""Train the judge: the first layers of multilingual-e5-small, fine-tuned on titles labelled for illegal claims.

    python -m tools.compliance.judge.train --data FOLDER --taught taught.jsonl --work FOLDER

FOLDER is what `tools.compliance.fit` reads; taught.jsonl comes from `tools.compliance.judge.teacher`. A run that was
interrupted resumes from WORK/state.pt; ten minutes on two cores. `tools.compliance.judge.blend` weighs the encoder's
word against the n-grams' afterwards. Needs the `train` extra.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.scorers.e5file import packed_file, read_e5
from models.scorers.pieces import SPECIAL, Encoded, Pieces, padded
from models.scorers.training.fit import cut_vocabulary
from models.scorers.training.network import TitleEncoder, load_e5
from tools.compliance.checker import load_checker
from tools.compliance.examples import ordinary, patterned, read
from tools.compliance.judge.judge import ANY
from tools.compliance.judge.teacher import known
from tools.compliance.rules import CATEGORIES

LAYERS = 4
NAMES = sorted(CATEGORIES)
ORDINARY, PATTERNED = 6000, 5000  # learned from; the others are left to choose bars on
SPLIT = 0  # seed of that choice
LABELLED_TIMES = 2  # a pass shows a labelled title as often: they are few and hard
OF_CATEGORIES = 0.3  # weight of telling a violation's category
PEAK, HEAD_PEAK = 2e-4, 1e-3  # learning rates
WARM, LEAST = 100, 0.02  # steps; part of the peak at the end
GROUPS = 4  # of like length in a batch, to save padding
TOLD_EVERY, SAVED_EVERY = 50, 200  # steps


class LawEncoder(nn.Module):  # type: ignore[misc]
    """ids (n, length), padded -> (n, 1 + categories): log-odds of any violation, then logits of each category."""

    def __init__(self, vocabulary: int, layers: int = LAYERS) -> None:
        super().__init__()
        self.body = TitleEncoder(vocabulary, layers, topics=1)
        self.head = nn.Linear(2 * self.body.word.embedding_dim, 1 + len(NAMES))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor) -> Tensor:
        states, keep = self.body.states(ids)
        states = states.float()
        mean = (states * keep[..., None]).sum(1) / keep.sum(1, keepdim=True)
        return self.head(self.body.dropout(torch.cat([states[:, 0], mean], dim=1)))


@dataclass(frozen=True)
class Row:
    """A title as the encoder reads it, the probability that it breaks the law, and its category's place or -1."""

    item: Encoded
    broken: float
    category: int


def innocent(folder: Path) -> tuple[list[tuple[str, str | None]], list[tuple[str, str | None]]]:
    """Ordinary titles and filled sentence patterns with their industries: those to learn from, and people's others."""
    rng = random.Random(SPLIT)
    titles, patterns = ordinary(folder), patterned()
    chosen = set(rng.sample(range(len(titles)), min(ORDINARY, len(titles))))
    learned = [titles[place][1][:2] for place in sorted(chosen)]
    learned += [one[:2] for _, one in rng.sample(patterns, min(PATTERNED, len(patterns)))]
    native = ((place, one) for place, (source, one) in enumerate(titles) if source != "zeroshot")
    return learned, [one[:2] for place, one in native if place not in chosen]


def examples(folder: Path, taught: Path | None, pieces: Pieces) -> list[Row]:
    """One pass over everything there is to learn from."""
    found = [(title, kind, float(name != "none"), name) for title, kind, name in known(folder)] * LABELLED_TIMES
    found += [(title, kind, 0.0, "none") for title, kind in innocent(folder)[0]]
    found += [(row["title"], row["industry"], row["odds"], "none") for row in (read(taught) if taught else [])]
    checker = load_checker()
    texts = [checker.restore(title).chars for title, *_ in found]
    items = pieces.encode(texts, [kind or ANY for _, kind, *_ in found])
    return [
        Row(item, broken, NAMES.index(name) if name in CATEGORIES else -1)
        for item, text, (_, _, broken, name) in zip(items, texts, found, strict=True)
        if text.strip()
    ]


def logits(model: LawEncoder, items: Sequence[Encoded]) -> Tensor:
    """(n, 1 + categories), in order; titles of like length run together."""
    order = sorted(range(len(items)), key=lambda place: len(items[place].ids))
    size = -(-len(order) // GROUPS)
    parts = [order[start : start + size] for start in range(0, len(order), size)]
    with torch.autocast("cpu", torch.bfloat16):
        found = [model(torch.from_numpy(padded([items[place].ids for place in part]))).float() for part in parts]
    return torch.cat(found)[torch.argsort(torch.tensor(order))]


def loss_of(found: Tensor, rows: Sequence[Row]) -> Tensor:
    """Binary cross-entropy of any violation, and the cross-entropy of the category over all rows."""
    broken = torch.tensor([row.broken for row in rows])
    loss = F.binary_cross_entropy_with_logits(found[:, 0], broken)
    named = [place for place, row in enumerate(rows) if row.category >= 0]
    if named:
        categories = torch.tensor([rows[place].category for place in named])
        told = F.cross_entropy(found[named, 1:], categories, reduction="sum") / len(rows)
        loss = loss + OF_CATEGORIES * told
    return loss


def train(
    data: Path, taught: Path | None, work: Path, steps: int, batch: int = 48, layers: int = LAYERS, seed: int = 0
) -> Path:
    """Train, resuming where `work` holds a state, and export `work`/encoder.onnx beside pieces.tsv."""
    torch.manual_seed(seed)
    work.mkdir(parents=True, exist_ok=True)
    packed = packed_file()
    pieces, ids = cut_vocabulary(data, packed)
    pieces.save(work / "pieces.tsv")
    rows = examples(data, taught, pieces)
    model = LawEncoder(len(ids), layers)
    load_e5(model.body, read_e5(packed), ids)
    groups = [{"params": model.body.parameters(), "peak": PEAK}, {"params": model.head.parameters(), "peak": HEAD_PEAK}]
    optimizer = torch.optim.AdamW(groups, lr=PEAK, weight_decay=0.01, fused=True)
    state, done = work / "state.pt", 0
    if state.exists():
        stored = torch.load(state)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        done = stored["done"]
    model.train()
    told = 0.0
    for step in range(done, steps):
        rate = min(1.0, (step + 1) / WARM) * max(LEAST, 1 - step / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        chosen = [rows[place] for place in _places(len(rows), batch, step, seed)]
        loss = loss_of(logits(model, [row.item for row in chosen]), chosen)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        told += loss.item()
        if (step + 1) % TOLD_EVERY == 0:
            sys.stdout.write(f"step {step + 1} of {steps}, loss {told / TOLD_EVERY:.3f}\n")
            sys.stdout.flush()
            told = 0.0
        if (step + 1) % SAVED_EVERY == 0 or step + 1 == steps:
            kept = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "done": step + 1}
            torch.save(kept, state.with_suffix(".part"))
            state.with_suffix(".part").replace(state)
    return export(model, work / "encoder.onnx")


def _places(count: int, batch: int, step: int, seed: int) -> list[int]:
    """The rows of one step: pass after pass over all, each in its own order, the same after an interruption."""
    found: list[int] = []
    place = step * batch
    while len(found) < batch:
        turn, offset = divmod(place + len(found), count)
        found += _order(count, turn, seed)[offset : offset + batch - len(found)]
    return found


@lru_cache(maxsize=2)
def _order(count: int, turn: int, seed: int) -> list[int]:
    order = list(range(count))
    random.Random(f"{seed} {turn}").shuffle(order)
    return order


def export(model: LawEncoder, path: Path) -> Path:
    """Write `path` (ONNX, dynamic int8 weights by channel); dynamic axes: rows and length."""
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model.eval()
    axes = {"ids": {0: "rows", 1: "length"}, "logits": {0: "rows"}}
    special = len(SPECIAL)
    example = special + torch.arange(36).view(3, 12) % (model.body.word.num_embeddings - special)
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = Path(folder) / "plain.onnx", Path(folder) / "fused.onnx"
        named = {"input_names": ["ids"], "output_names": ["logits"], "dynamic_axes": axes}
        torch.onnx.export(model, (example,), str(plain), opset_version=17, dynamo=False, **named)
        options = onnxruntime.SessionOptions()  # layers fused before they are quantised: a tenth quicker, and closer
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(fused)
        onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])
        untyped = {"DefaultTensorType": 1}  # float32: shapes of fused layers are not inferred
        quantize_dynamic(str(fused), str(path), per_channel=True, weight_type=QuantType.QInt8, extra_options=untyped)
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line of the trainer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--taught", type=Path, help="what the teacher says of unlabelled titles")
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2200)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--layers", type=int, default=LAYERS)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    own = parser.parse_args(arguments)
    torch.set_num_threads(own.threads)
    sys.stdout.write(f"{train(own.data, own.taught, own.work, own.steps, own.batch, own.layers, own.seed)}\n")


if __name__ == "__main__":
    main()
