"""Supervised fine-tuning of the title generator: LoRA on a causal language model, loss on the title only.

    python -m models.training.sft --model FOLDER --data FOLDER --out FOLDER --steps 600

Resumable: the newest checkpoint in `--out` is picked up. Runs on CPU or GPU.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
import yaml
from peft import LoraConfig, PeftModel, get_peft_model
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.pipeline.build import NOUNS, load_examples
from models.pipeline.pairs import Example, edit_examples, native_examples, popular_examples
from models.pipeline.patterned import keyword_sets, kind_examples, patterned_examples
from models.pipeline.written import written_examples

LINEAR = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
IGNORED = -100


def build_examples(
    data: Path,
    seed: int,
    popular: int,
    native_passes: int,
    edits: int,
    written_passes: int = 1,
    patterned: int = 0,
    kinds: int = 0,
) -> list[Example]:
    """Examples in training order: hand-written ones several times with other constraints, the others between."""
    import jieba.analyse

    rng = random.Random(seed)
    examples = [one for _ in range(native_passes) for one in native_examples(data, rng)]
    examples += [one for _ in range(written_passes) for one in written_examples(rng)]
    filled = patterned_examples(keyword_sets(data), rng)
    examples += rng.sample(filled, min(patterned, len(filled)))
    rewrites = edit_examples(data, rng)
    examples += rng.sample(rewrites, min(edits, len(rewrites)))

    def nouns(title: str) -> list[str]:
        return list(jieba.analyse.extract_tags(title, topK=3, allowPOS=NOUNS))

    examples += popular_examples(data, rng, nouns, popular)
    if kinds:  # else every recipe's own draws stay as they were
        of_kinds = kind_examples(rng, nouns)
        examples += rng.sample(of_kinds, min(kinds, len(of_kinds)))
    rng.shuffle(examples)
    return examples


def encode(example: Example, tokenizer: Any) -> tuple[list[int], list[int]]:
    """(ids, labels); labels are ignored over the prompt. The title is tokenised after its prompt, as at run time."""
    return encode_pair(example.prompt, example.title, tokenizer)


def encode_pair(prompt: str, title: str, tokenizer: Any) -> tuple[list[int], list[int]]:
    """`encode` for a prompt and a title."""
    before = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    after = tokenizer(title + "\n", add_special_tokens=False)["input_ids"]
    return [tokenizer.bos_token_id, *before, *after], [IGNORED] * (1 + len(before)) + after


def batches(
    encoded: list[tuple[list[int], list[int]]], size: int, seed: int
) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
    """Endless batches of similar lengths: (ids, labels, attention mask), each (size, longest)."""
    rng = random.Random(seed)
    while True:
        pools = [encoded[start : start + size * 16] for start in range(0, len(encoded), size * 16)]
        rng.shuffle(pools)
        for pool in pools:
            ordered = sorted(pool, key=lambda pair: len(pair[0]))
            chunks = [ordered[start : start + size] for start in range(0, len(ordered), size)]
            rng.shuffle(chunks)
            yield from (collate(chunk) for chunk in chunks)


def collate(chunk: Sequence[tuple[list[int], list[int]]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """(ids, labels, attention mask) of rows padded to the longest, each of shape (rows, longest)."""
    longest = max(len(ids) for ids, _ in chunk)
    ids = torch.tensor([row + [0] * (longest - len(row)) for row, _ in chunk])
    labels = torch.tensor([row + [IGNORED] * (longest - len(row)) for _, row in chunk])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row, _ in chunk])
    return ids, labels, mask


def title_loss(model: Any, ids: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean cross-entropy over title tokens. Only their positions reach the output layer, the costliest one."""
    hidden = model.base_model.model.model(input_ids=ids, attention_mask=mask).last_hidden_state[:, :-1]
    targets = labels[:, 1:]
    wanted = targets != IGNORED
    logits = model.base_model.model.lm_head(hidden[wanted])
    return cross_entropy(logits.float(), targets[wanted])


def load_base(folder: str) -> Any:
    """The model in the precision that trains fastest: a step in bfloat16 takes 60 times as long where the processor
    has no instructions for it as in float32.
    """
    able = torch.cpu.get_capabilities()
    fast = torch.cuda.is_available() or able.get("amx_bf16") or able.get("avx512_bf16")
    dtype = torch.bfloat16 if fast else torch.float32
    return AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, attn_implementation="sdpa")


def train(arguments: argparse.Namespace) -> None:
    """One run, resumed from `out`'s last checkpoint where there is one: adapter, state.json and log.jsonl."""
    torch.manual_seed(arguments.seed)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    base = load_base(arguments.model)
    model, step = _adapter(base, arguments)
    examples = (
        load_examples(arguments.examples)
        if arguments.examples
        else build_examples(
            arguments.data,
            arguments.seed,
            arguments.popular,
            arguments.native_passes,
            arguments.edits,
            arguments.written_passes,
            arguments.patterned,
            arguments.kinds,
        )
    )
    print(f"{len(examples)} examples", flush=True)
    stream = batches([encode(example, tokenizer) for example in examples], arguments.batch, arguments.seed + step)
    weights = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=arguments.lr, weight_decay=0.0)
    started = saved = time.monotonic()
    # The cosine follows the clock as well as the steps: a run that must end at a time ends with a small step size.
    while step < arguments.steps and (spent := time.monotonic() - started) < arguments.seconds:
        done = max(step / arguments.steps, spent / arguments.seconds)
        for group in optimizer.param_groups:
            group["lr"] = arguments.lr * min(1.0, (step + 1) / 20) * 0.5 * (1 + math.cos(math.pi * done))
        loss = title_loss(model, *next(stream))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        _log(out, step, loss.item(), time.monotonic() - started)
        if time.monotonic() - saved > arguments.save_every:
            _save(model, out, step)
            saved = time.monotonic()
    _save(model, out, step)


def _adapter(base: Any, arguments: argparse.Namespace) -> tuple[Any, int]:
    """The newest saved adapter of this run and the step it had reached; else `--start`, else a new one, at step 0."""
    state = arguments.out / "state.json"
    if state.exists():
        saved = PeftModel.from_pretrained(base, arguments.out / "adapter", is_trainable=True)
        return saved, int(json.loads(state.read_text())["step"])
    if arguments.start:
        return PeftModel.from_pretrained(base, arguments.start, is_trainable=True), 0
    config = LoraConfig(
        r=arguments.rank,
        lora_alpha=2 * arguments.rank,
        target_modules=LINEAR,
        task_type="CAUSAL_LM",
        layers_to_transform=list(range(arguments.first_layer, base.config.num_hidden_layers)),
    )
    return get_peft_model(base, config), 0


def _save(model: Any, out: Path, step: int) -> None:
    """Every file whole or as it was: a run killed here goes on from this checkpoint or from the one before."""
    part, state = out / "adapter.part", out / "state.part"
    model.save_pretrained(part)
    state.write_text(json.dumps({"step": step}))
    (out / "adapter").mkdir(exist_ok=True)
    for file in list(part.iterdir()):
        file.replace(out / "adapter" / file.name)
    part.rmdir()
    state.replace(out / "state.json")  # last: it never names a step that the weights have not reached


def _log(out: Path, step: int, loss: float, seconds: float) -> None:
    with (out / "log.jsonl").open("a") as log:
        log.write(json.dumps({"step": step, "loss": round(loss, 4), "seconds": round(seconds, 1)}) + "\n")


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a run, from the command line when no `arguments` are given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model", type=Path, required=True, help="Hugging Face folder of the cut base model")
    parser.add_argument("--data", type=Path, help="folder with the title sets")
    parser.add_argument("--examples", type=Path, help="a set built by `miaoti data build`, instead of --data")
    parser.add_argument("--out", type=Path, required=True, help="checkpoints, log and adapter")
    parser.add_argument("--start", type=Path, help="adapter of an earlier run to go on from")
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this long, whatever the steps")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--lr", type=float, default=4e-4)
    parser.add_argument("--popular", type=int, default=4000, help="so many real titles")
    parser.add_argument("--native-passes", type=int, default=3)
    parser.add_argument("--written-passes", type=int, default=2, help="passes over the project's own rows")
    parser.add_argument("--patterned", type=int, default=4200, help="so many filled sentence patterns")
    parser.add_argument("--kinds", type=int, default=0, help="so many sentences for one kind of product each")
    parser.add_argument("--edits", type=int, default=2000, help="so many rewrites of a base title")
    parser.add_argument("--first-layer", type=int, default=0, help="lower layers stay as they are: a shorter backward")
    parser.add_argument("--save-every", type=float, default=240.0, help="seconds between checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--recipe", type=Path, help="YAML with values for the options above, by their long names")
    recipe = parser.parse_known_args(arguments)[0].recipe
    if recipe:
        parser.set_defaults(**yaml.safe_load(recipe.read_text(encoding="utf-8")))
    return parser.parse_args(arguments)


def main() -> None:
    train(options())


if __name__ == "__main__":
    main()
