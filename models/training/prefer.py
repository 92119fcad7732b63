"""Preference training of the title generator from judged titles: DPO, IPO, KTO or KTON on top of a fine-tuned adapter.

    python -m models.training.prefer --loss kton --model FOLDER --adapter SFT_ADAPTER --judged FOLDER --out FOLDER

The reference is the adapter it starts from; its log-probabilities are computed once.
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

import torch
import yaml
from peft import PeftModel
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import AutoTokenizer

from models.pipeline.judged import DRAFTED, PREFERRED, Judged, judged_titles, preference_pairs
from models.pipeline.rows import WRITTEN
from models.pipeline.written import written_examples
from models.training import losses
from models.training.sft import IGNORED, collate, encode_pair, load_base

PAIRED = ("dpo", "ipo")
Encoded = tuple[list[int], list[int]]


def title_logprobs(model: Any, rows: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    """(summed log-probability of each title in nats, its tokens), both of shape (rows,)."""
    ids, labels, mask = collate(rows)
    hidden = model.base_model.model.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
    targets = labels[:, 1:]
    wanted = targets != IGNORED
    logits = model.base_model.model.lm_head(hidden[wanted])
    token = -cross_entropy(logits.float(), targets[wanted], reduction="none")
    owner = torch.arange(len(rows)).unsqueeze(1).expand_as(targets)[wanted]
    return torch.zeros(len(rows)).index_add(0, owner, token), wanted.sum(1).float()


def reference_logprobs(model: Any, rows: Sequence[Encoded], size: int = 64) -> Tensor:
    """The starting adapter's log-probabilities of every row, shape (rows,)."""
    order = sorted(range(len(rows)), key=lambda index: len(rows[index][0]))
    result = torch.zeros(len(rows))
    with torch.no_grad():
        for start in range(0, len(order), size):
            chosen = order[start : start + size]
            result[chosen] = title_logprobs(model, [rows[index] for index in chosen])[0]
    return result


class Unpaired:
    """Batches of single judged titles for KTO and KTON, with a mismatched title of another prompt for the baseline."""

    def __init__(self, model: Any, tokenizer: Any, titles: Sequence[tuple[str, str, bool]], loss: str, options: Any):
        self._rows = [encode_pair(prompt, title, tokenizer) for prompt, title, _ in titles]
        self._good = torch.tensor([good for _, _, good in titles])
        shifted = [*titles[1:], titles[0]]
        self._mismatched = [
            encode_pair(one[0], other[1], tokenizer) for one, other in zip(titles, shifted, strict=True)
        ]
        self._reference = reference_logprobs(model, self._rows)
        self._reference_mismatched = reference_logprobs(model, self._mismatched)
        share = float(self._good.float().mean())
        # Kahneman and Tversky's weights, scaled so that both sides pull with the same total (KTO, section 4.2).
        self._weights = {
            "weight_desirable": min(1.0, (1 - share) / share),
            "weight_undesirable": min(1.0, share / (1 - share)),
        }
        self._loss, self._options = loss, options
        self.size = len(self._rows)

    def loss(self, model: Any, chosen: Sequence[int]) -> Tensor:
        """The mean loss of these rows, with the KL baseline of the same rows mismatched."""
        logprobs, tokens = title_logprobs(model, [self._rows[index] for index in chosen])
        with torch.no_grad():
            other, _ = title_logprobs(model, [self._mismatched[index] for index in chosen])
        index = torch.tensor(chosen)
        baseline = losses.kl_baseline(other, self._reference_mismatched[index])
        ratio, good = logprobs - self._reference[index], self._good[index]
        if self._loss == "kto":
            return losses.kto(ratio, good, baseline, **self._weights, **self._options).mean()
        return losses.kton(ratio, good, baseline, tokens, **self._weights, **self._options).mean()


class Paired:
    """Batches of (chosen, rejected) for DPO and IPO."""

    def __init__(self, model: Any, tokenizer: Any, pairs: Sequence[tuple[Judged, Judged]], loss: str, options: Any):
        self._chosen = [encode_pair(one.prompt, one.title, tokenizer) for one, _ in pairs]
        self._rejected = [encode_pair(one.prompt, one.title, tokenizer) for _, one in pairs]
        self._reference_chosen = reference_logprobs(model, self._chosen)
        self._reference_rejected = reference_logprobs(model, self._rejected)
        self._loss, self._options = loss, options
        self.size = len(self._chosen)

    def loss(self, model: Any, chosen: Sequence[int]) -> Tensor:
        """The mean loss of these pairs."""
        index = torch.tensor(chosen)
        good, good_tokens = title_logprobs(model, [self._chosen[i] for i in chosen])
        bad, bad_tokens = title_logprobs(model, [self._rejected[i] for i in chosen])
        references = self._reference_chosen[index], self._reference_rejected[index]
        if self._loss == "dpo":
            return losses.dpo(good, bad, *references, **self._options).mean()
        return losses.ipo(good, bad, *references, good_tokens, bad_tokens, **self._options).mean()


def material(arguments: argparse.Namespace, model: Any, tokenizer: Any) -> Unpaired | Paired:
    """The model's own judged titles of the training part and what advertisers preferred, whoever wrote it.

    Where single ones are wanted, hand-written ones join them.
    """
    rng = random.Random(arguments.seed)
    titles = [one for one in judged_titles(arguments.judged, ("train",)) if one.source == DRAFTED]
    titles += judged_titles(arguments.judged, ("train",), PREFERRED)
    options = json.loads(arguments.options)
    if arguments.loss in PAIRED:
        return Paired(model, tokenizer, preference_pairs(titles, rng), arguments.loss, options)
    single = [(one.prompt, one.title, bool(one.good)) for one in titles if one.good is not None]
    written = written_examples(rng)
    single += [(one.prompt, one.title, True) for one in rng.sample(written, min(arguments.written, len(written)))]
    rng.shuffle(single)
    return Unpaired(model, tokenizer, single, arguments.loss, options)


def train(arguments: argparse.Namespace) -> None:
    """One run: adapter and log.jsonl under `out`. Not resumable."""
    torch.manual_seed(arguments.seed)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    base = load_base(arguments.model)
    model = PeftModel.from_pretrained(base, arguments.adapter, is_trainable=True)
    data = material(arguments, model, tokenizer)
    steps = math.ceil(arguments.passes * data.size / arguments.batch)
    print(f"{data.size} examples, {steps} steps", flush=True)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=arguments.lr, weight_decay=0.0)
    rng, order, started = random.Random(arguments.seed), list[int](), time.monotonic()
    for step in range(steps):
        if len(order) < arguments.batch:
            order = rng.sample(range(data.size), data.size)
        chosen, order = order[: arguments.batch], order[arguments.batch :]
        for group in optimizer.param_groups:
            group["lr"] = arguments.lr * min(1.0, (step + 1) / 10) * (1 - step / steps)
        loss = data.loss(model, chosen)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        with (arguments.out / "log.jsonl").open("a") as log:
            spent = round(time.monotonic() - started, 1)
            log.write(json.dumps({"step": step + 1, "loss": round(loss.item(), 4), "seconds": spent}) + "\n")
    model.save_pretrained(arguments.out / "adapter")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--loss", choices=("dpo", "ipo", "kto", "kton"), default="kton")
    parser.add_argument("--model", type=Path, required=True, help="Hugging Face folder of the cut base model")
    parser.add_argument(
        "--adapter", type=Path, required=True, help="adapter of supervised fine-tuning: start, reference"
    )
    parser.add_argument(
        "--judged", type=Path, nargs="+", default=[WRITTEN], help="folders with onpolicy_*.jsonl or preferred_*.jsonl"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--options", default="{}", help='of the loss, as JSON: {"beta": 0.1}')
    parser.add_argument("--written", type=int, default=1000, help="hand-written titles among the desirable ones")
    parser.add_argument("--passes", type=float, default=1.0)
    parser.add_argument("--batch", type=int, default=24)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipe", type=Path, help="YAML with values for the options above, by their long names")
    recipe = parser.parse_known_args()[0].recipe
    if recipe:
        parser.set_defaults(**yaml.safe_load(recipe.read_text(encoding="utf-8")))
    train(parser.parse_args())


if __name__ == "__main__":
    main()
