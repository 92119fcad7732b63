"""From a specification to a loaded model."""

from __future__ import annotations

from pathlib import Path

from models.llm.errors import ModelMissing
from models.llm.prepare import Progress, prepare_model
from models.llm.protocol import LanguageModel, ModelSpec


def load_language_model(spec: ModelSpec, *, progress: Progress | None = None) -> LanguageModel:
    """Load what `spec` describes; the packaged model is prepared first where that has not happened yet.

    Raises ModelError's subclasses with what to do; nothing falls back to another kind.
    """
    if spec.kind == "openai":
        return _openai(spec)
    if spec.kind == "transformers":
        return _transformers(spec)
    return _llamacpp(spec, progress)


def _llamacpp(spec: ModelSpec, progress: Progress | None) -> LanguageModel:
    from models.llm.llamacpp import LlamaCpp
    from models.llm.lora import gguf_adapter

    model = Path(spec.model) if spec.model else prepare_model(spec.home, progress)
    adapter = gguf_adapter(spec.adapter, spec.home) if spec.adapter else None
    return LlamaCpp(
        model,
        adapter=adapter,
        adapter_name=spec.adapter.name if spec.adapter else None,
        parallel=spec.parallel,
        context=spec.context,
        remembered_mib=spec.remembered_mib,
        threads=spec.threads,
    )


def _openai(spec: ModelSpec) -> LanguageModel:
    from models.llm.openai import OpenAIEndpoint

    return OpenAIEndpoint(
        _address(spec),
        model=spec.model,
        adapter=spec.served_adapter,
        key=spec.api_key,
        parallel=spec.parallel,
        dialect=spec.dialect,
        timeout=spec.timeout,
    )


def served_names(spec: ModelSpec) -> list[str]:
    """What the server of `spec` serves, adapters among them; errors as for loading it."""
    from models.llm.openai import served

    return served(_address(spec), key=spec.api_key, timeout=spec.timeout)


def _address(spec: ModelSpec) -> str:
    if not spec.url:
        raise ModelMissing("an address is needed for a model server; set MIAOTI_LLM_URL, such as http://host:8000")
    return spec.url


def _transformers(spec: ModelSpec) -> LanguageModel:
    try:
        from models.llm.hf import Transformers
    except ImportError as error:
        raise ModelMissing(f"{error}; install the extra: pip install 'miaoti[hf]'") from None
    if not spec.model:
        raise ModelMissing("the transformers backend needs a model folder; set MIAOTI_LLM_MODEL to its path")
    model: LanguageModel = Transformers(spec.model, adapter=spec.adapter, threads=spec.threads)
    return model
