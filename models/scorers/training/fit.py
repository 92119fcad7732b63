"""Trains the encoder against the clock: the learning rate falls to nothing as the given minutes run out.

python -m models.scorers.training.fit --data DIR --work DIR --minutes 40
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path

import torch

from models.scorers import data as sets
from models.scorers.e5file import packed_file, read_e5
from models.scorers.pieces import SPECIAL, Pieces
from models.scorers.training.batches import Batches
from models.scorers.training.export import export
from models.scorers.training.losses import losses, total
from models.scorers.training.network import TitleEncoder, load_e5

LEAST_USES = 4


def cut_vocabulary(data: Path, packed_path: Path) -> tuple[Pieces, list[int]]:
    """Pieces that the folder's train titles use at least four times, and their ids in the packed file."""
    packed = read_e5(packed_path)
    whole = Pieces([*SPECIAL, *packed.pieces[4:]], [0.0] * 4 + packed.scores[4:].tolist())
    videos, styled = sets.videos(data), sets.styled(data)
    texts = [*videos[videos.part == "train"].title, *styled[styled.part == "train"].title, *sets.other_titles(data)]
    counts: collections.Counter[int] = collections.Counter()
    for start in range(0, len(texts), 20_000):
        for item in whole.encode(texts[start : start + 20_000]):
            counts.update(item.ids)
    kept = sorted(index for index, count in counts.items() if index >= 4 and count >= LEAST_USES)
    special = [packed.special[name] for name in ("pad", "unk", "bos", "eos")]
    scores = [0.0] * 4 + [float(packed.scores[index]) for index in kept]
    return Pieces([*SPECIAL, *(packed.pieces[index] for index in kept)], scores), [*special, *kept]


def fit(
    data: Path,
    work: Path,
    minutes: float,
    packed: Path,
    layers: int = 4,
    seed: int = 0,
    threads: int = 1,
    real: int = 56,
    sense: int = 12,
) -> Path:
    """Train, resuming from `work`/state.pt, and export `work`/encoder.onnx with pieces.tsv and topics.json.

    `real` titles and `sense` rows make up a batch.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(threads)
    work.mkdir(parents=True, exist_ok=True)
    batches = Batches(data, seed)
    pieces, ids = cut_vocabulary(data, packed)
    pieces.save(work / "pieces.tsv")
    (work / "topics.json").write_text(json.dumps(batches.topics, ensure_ascii=False), encoding="utf-8")
    model = TitleEncoder(len(ids), layers, len(batches.topics))
    load_e5(model, read_e5(packed), ids)
    offset = torch.nn.Parameter(torch.zeros(len(batches.topics)))
    body = [p for n, p in model.named_parameters() if n.startswith(("word", "place", "norm", "layers"))]
    heads = [p for n, p in model.named_parameters() if not n.startswith(("word", "place", "norm", "layers"))]
    groups = [{"params": body, "peak": 2e-4}, {"params": [*heads, offset], "peak": 1e-3}]
    optimizer = torch.optim.AdamW(groups, lr=1e-4, weight_decay=0.01)
    state = work / "state.pt"
    spent, step = 0.0, 0
    if state.exists():
        stored = torch.load(state)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        offset.data.copy_(stored["offset"])
        spent, step = stored["spent"], stored["step"]
        batches.random.seed(seed + step)
    _run(model, offset, optimizer, batches, pieces, state, spent, step, minutes * 60, real, sense)
    export(model, work / "encoder.onnx")
    return work / "encoder.onnx"


def _run(model, offset, optimizer, batches, pieces, state, spent, step, limit, real, sense) -> None:  # type: ignore[no-untyped-def]
    begin, shown, saved = time.monotonic() - spent, collections.Counter(), spent  # type: ignore[var-annotated]
    model.train()
    while (elapsed := time.monotonic() - begin) < limit:
        rate = min(1.0, (step + 1) / 100) * max(0.02, 1 - elapsed / limit)
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * rate
        parts = losses(model, batches.draw(real, sense=sense), pieces, offset)
        optimizer.zero_grad(set_to_none=True)
        total(parts).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        shown.update({name: value.item() for name, value in parts.items()})
        if step % 50 == 0:
            means = " ".join(f"{name} {value / 50:.3f}" for name, value in shown.items())
            print(f"step {step} {elapsed:.0f}s {means}", flush=True)
            shown.clear()
        if elapsed - saved > 300:
            saved = elapsed
            _save(state, model, offset, optimizer, elapsed, step)
    _save(state, model, offset, optimizer, limit, step)


def _save(state, model, offset, optimizer, spent, step) -> None:  # type: ignore[no-untyped-def]
    """Atomic, so that an interrupted run resumes from a whole file."""
    stored = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "offset": offset.data}
    torch.save({**stored, "spent": spent, "step": step}, state.with_suffix(".part"))
    state.with_suffix(".part").replace(state)


def main() -> None:
    """Command line of the trainer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--packed", type=Path, default=None)
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--real", type=int, default=56, help="real titles a batch")
    parser.add_argument("--sense", type=int, default=12, help="rows a batch about sense, a third of them judged")
    found = parser.parse_args()
    packed = found.packed or packed_file()
    print(fit(found.data, found.work, found.minutes, packed, found.layers, 0, found.threads, found.real, found.sense))


if __name__ == "__main__":
    main()
