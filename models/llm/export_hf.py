"""Write the cut model as a Hugging Face folder, for training and for the transformers backend.

python -m models.llm.export_hf CUT.gguf FOLDER            # needs torch, transformers and gguf (extra `train`)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from models.llm.gguf import Gguf, read_gguf
from models.llm.tokenizer import build_tokenizer, pieces

# Gemma3RMSNorm multiplies by 1 + weight, llama.cpp by the weight: GGUF files hold the sum.
NORM = "norm.weight"
NAMES = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
}
LAYER_NAMES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def hf_name(name: str) -> str:
    """The Hugging Face name of a GGUF tensor of Gemma 3, for example `blk.0.attn_q.weight`."""
    if name in NAMES:
        return NAMES[name]
    _, layer, part, kind = name.split(".")
    return f"model.layers.{layer}.{LAYER_NAMES[part]}.{kind}"


def export_hf(source: Path, folder: Path) -> Path:
    """Write `config.json`, `model.safetensors` (bfloat16) and a fast tokenizer with the ids of `source`."""
    import torch
    from gguf.quants import dequantize
    from transformers import Gemma3ForCausalLM

    model = read_gguf(source)
    network = Gemma3ForCausalLM(hf_config(model)).to(torch.bfloat16)
    state = {}
    for name, tensor in model.tensors.items():
        values = torch.from_numpy(dequantize(tensor.data, tensor.type_id).reshape(tensor.shape).copy())
        state[hf_name(name)] = (values - 1 if name.endswith(NORM) else values).to(torch.bfloat16)
    missing, unexpected = network.load_state_dict(state, strict=False)
    if unexpected or set(missing) - {"lm_head.weight"}:
        raise ValueError(f"tensors do not fit: missing {missing}, unexpected {unexpected}")
    network.tie_weights()
    network.save_pretrained(folder)
    hf_tokenizer(model).save_pretrained(folder)
    return folder


def hf_config(model: Gguf) -> Any:
    """The `Gemma3TextConfig` that a GGUF file's metadata describe."""
    from transformers import Gemma3TextConfig

    def number(key: str) -> int:
        return int(model.scalar(key))

    layers = number("gemma3.block_count")
    return Gemma3TextConfig(
        vocab_size=len(pieces(model)),
        hidden_size=number("gemma3.embedding_length"),
        intermediate_size=number("gemma3.feed_forward_length"),
        num_hidden_layers=layers,
        num_attention_heads=number("gemma3.attention.head_count"),
        num_key_value_heads=number("gemma3.attention.head_count_kv"),
        head_dim=number("gemma3.attention.key_length"),
        query_pre_attn_scalar=number("gemma3.attention.key_length"),
        max_position_embeddings=number("gemma3.context_length"),
        sliding_window=number("gemma3.attention.sliding_window"),
        rms_norm_eps=float(model.scalar("gemma3.attention.layer_norm_rms_epsilon")),
        layer_types=["full_attention" if (i + 1) % 6 == 0 else "sliding_attention" for i in range(layers)],
        pad_token_id=number("tokenizer.ggml.padding_token_id"),
        bos_token_id=number("tokenizer.ggml.bos_token_id"),
        eos_token_id=number("tokenizer.ggml.eos_token_id"),
        tie_word_embeddings=True,
    )


def hf_tokenizer(model: Gguf) -> Any:
    """A fast tokenizer of transformers with the ids of `model`; it puts `<bos>` first."""
    from transformers import PreTrainedTokenizerFast

    names = {"bos": "bos", "eos": "eos", "unk": "unknown", "pad": "padding"}
    tokens = {key: pieces(model)[int(model.scalar(f"tokenizer.ggml.{name}_token_id"))] for key, name in names.items()}
    return PreTrainedTokenizerFast(
        tokenizer_object=build_tokenizer(model, bos=True),
        clean_up_tokenization_spaces=False,
        padding_side="left",
        **{f"{key}_token": token for key, token in tokens.items()},
    )


if __name__ == "__main__":
    print(export_hf(Path(sys.argv[1]), Path(sys.argv[2])))
