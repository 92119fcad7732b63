"""A language model small enough to be trained in a test."""

from __future__ import annotations

import pytest

TEXT = "关键词：降噪耳机猫砂\n标题终于安静了先看这一袋乱码吗是否、，这条说得通"
LINES = "abcdefghijklmnopqrstuvwxyz0123456789|=-,_；来写条个字商品卖点已出上一轮消息意图新短第以内"


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """A folder with a Gemma of 2 layers of width 32 and a tokenizer of single characters."""
    torch = pytest.importorskip("torch", reason="trainers need torch (extra `train`)")
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("model")
    characters = dict.fromkeys(TEXT + LINES)
    vocabulary = {token: index for index, token in enumerate(["<pad>", "<bos>", "<unk>", "<eos>", *characters])}
    inner = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    PreTrainedTokenizerFast(
        tokenizer_object=inner, bos_token="<bos>", eos_token="<eos>", unk_token="<unk>", pad_token="<pad>"
    ).save_pretrained(folder)
    torch.manual_seed(0)
    config = Gemma3TextConfig(
        vocab_size=len(vocabulary), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        num_key_value_heads=1, head_dim=16, bos_token_id=1, pad_token_id=0, eos_token_id=3,
    )  # fmt: skip
    Gemma3ForCausalLM(config).save_pretrained(folder)
    return folder
