"""A teacher of sense: the language model fine-tuned to say whether a title makes sense for its keywords.

    python -m models.scorers.training.teacher train --model CUT_MODEL --data DIR --judged DIR --out OUT
    python -m models.scorers.training.teacher label --model CUT_MODEL --out OUT --titles IN.jsonl --labels OUT.jsonl

It is too slow to judge every candidate at run time. Its probabilities on titles that nobody judged are what the small
encoder learns from (distillation).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from peft import LoraConfig, PeftModel, get_peft_model
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.pipeline.judged import judged_titles
from models.pipeline.pairs import hand_written
from models.pipeline.rows import WRITTEN, written_rows
from models.scorers.nonsense import nonsense
from models.splits import part_of_keywords

YES, NO = "是", "否"
Row = tuple[tuple[str, ...], str, float]


def question(keywords: Sequence[str], title: str) -> str:
    """What the teacher is asked; its answer is the next token."""
    return f"关键词：{'、'.join(keywords)}\n标题：{title}\n这条标题说得通吗："


class Teacher:
    """The model, and the direction between its two answers."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self._tokenizer = model, tokenizer
        yes, no = (tokenizer(word, add_special_tokens=False)["input_ids"][-1] for word in (YES, NO))
        self._answers = [yes, no]

    def logits(self, rows: Sequence[tuple[Sequence[str], str]]) -> Tensor:
        """log odds of yes against no, shape (rows,)."""
        ids = [
            [self._tokenizer.bos_token_id, *self._tokenizer(question(*row), add_special_tokens=False)["input_ids"]]
            for row in rows
        ]
        longest = max(map(len, ids))
        padded = torch.tensor([one + [0] * (longest - len(one)) for one in ids])
        mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in ids])
        hidden = self.model.base_model.model.model(input_ids=padded, attention_mask=mask).last_hidden_state
        last = hidden[torch.arange(len(ids)), torch.tensor([len(one) - 1 for one in ids])]
        head = self.model.base_model.model.lm_head.weight[self._answers]
        scores = (last @ head.T).float()
        return scores[:, 0] - scores[:, 1]

    def probabilities(self, rows: Sequence[tuple[Sequence[str], str]], size: int = 64) -> NDArray[np.float64]:
        """P(makes sense) of every row, shape (rows,)."""
        order = sorted(range(len(rows)), key=lambda index: len(rows[index][1]) + len("".join(rows[index][0])))
        result = np.zeros(len(rows))
        self.model.eval()
        with torch.no_grad():
            for start in range(0, len(order), size):
                chosen = order[start : start + size]
                result[chosen] = torch.sigmoid(self.logits([rows[index] for index in chosen])).numpy()
        self.model.train()
        return result


def train_rows(data: Path, judged: Sequence[Path], judged_passes: int, rng: random.Random) -> list[Row]:
    """Judged titles several times, hand-written ones as sense, and nonsense made from them."""
    rows: list[Row] = []
    for one in judged_titles(judged, "train"):
        rows += [(one.keywords, one.title, float(one.sense))] * judged_passes
    human = [(tuple(words), title) for words, title, _ in hand_written(data, "native")]
    human += [
        (tuple(row["keywords"]), str(row["title"]))
        for row in written_rows()
        if part_of_keywords(row["keywords"]) == "train"
    ]
    rows += [(words, title, 1.0) for words, title in human]
    made = nonsense([title for _, title in human], [list(words) for words, _ in human], seed=rng.randrange(10**6))
    rows += [(tuple(row.keywords), str(row.title), 0.0) for row in made.itertuples()]
    rng.shuffle(rows)
    return rows


def train(arguments: argparse.Namespace) -> None:
    """Fit the teacher and print its held-out AUC every 50 steps; the adapter is written under `out` at the end."""
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    base = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.bfloat16, attn_implementation="sdpa")
    if arguments.start:
        model = PeftModel.from_pretrained(base, arguments.start, is_trainable=True)
    else:
        linear = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
        model = get_peft_model(base, LoraConfig(r=16, lora_alpha=32, target_modules=linear, task_type="CAUSAL_LM"))
    teacher = Teacher(model, tokenizer)
    rows = train_rows(arguments.data, arguments.judged, arguments.judged_passes, random.Random(arguments.seed))
    held = [one for part in ("validation", "test") for one in judged_titles(arguments.judged, part)]
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=arguments.lr, weight_decay=0.01)
    steps, started = len(rows) // arguments.batch, time.monotonic()
    print(f"{len(rows)} rows, {steps} steps; {len(held)} held", flush=True)
    for step in range(steps):
        chunk = rows[step * arguments.batch : (step + 1) * arguments.batch]
        for group in optimizer.param_groups:
            group["lr"] = arguments.lr * min(1.0, (step + 1) / 20) * 0.5 * (1 + math.cos(math.pi * step / steps))
        logits = teacher.logits([(words, title) for words, title, _ in chunk])
        loss = binary_cross_entropy_with_logits(logits, torch.tensor([sense for _, _, sense in chunk]))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if (step + 1) % 50 == 0 or step + 1 == steps:
            found = teacher.probabilities([(one.keywords, one.title) for one in held])
            area = roc_auc_score(np.array([one.sense for one in held], dtype=int), found)
            spent = time.monotonic() - started
            print(f"step {step + 1} {spent:.0f}s loss {loss.item():.3f} held auc {area:.3f}", flush=True)
    model.save_pretrained(arguments.out / "adapter")


def label(arguments: argparse.Namespace) -> None:
    """Write each row of `titles` to `labels` with `sense`, its probability to make sense."""
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    base = AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.bfloat16, attn_implementation="sdpa")
    teacher = Teacher(PeftModel.from_pretrained(base, arguments.out / "adapter"), tokenizer)
    rows = [json.loads(line) for line in arguments.titles.read_text(encoding="utf-8").splitlines()]
    found = teacher.probabilities([(row["keywords"], row["title"]) for row in rows])
    with arguments.labels.open("w", encoding="utf-8") as file:
        for row, sense in zip(rows, found, strict=True):
            kept = {"keywords": row["keywords"], "title": row["title"], "sense": round(float(sense), 4)}
            file.write(json.dumps(kept, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=("train", "label"))
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, help="folder with native_*.jsonl")
    parser.add_argument("--judged", type=Path, nargs="+", default=[WRITTEN], help="folders with onpolicy_*.jsonl")
    parser.add_argument("--start", type=Path, help="an adapter to start from, such as the generator's")
    parser.add_argument("--judged-passes", type=int, default=3)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--titles", type=Path)
    parser.add_argument("--labels", type=Path)
    arguments = parser.parse_args()
    (train if arguments.what == "train" else label)(arguments)


if __name__ == "__main__":
    main()
