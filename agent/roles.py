"""Which language model plays which part: the writer of titles, the reader of messages, the judge of sense.

All three are the packaged model, each with an adapter of its own: in this process, or on a server that serves them
under the names given here (`miaoti serve` starts one). On any other model our adapters do not fit: it writes, the
hand-made readers read, and nobody judges sense.
"""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

from agent.planner.language import LanguageReader, ModelReader
from agent.planner.tuned import ADAPTER, CONTEXT, REMEMBERED, TunedReader
from agent.settings import Settings
from models.generator.adapter import adapter_path
from models.generator.sense import SenseJudge, judge_spec
from models.llm import LanguageModel, ModelSpec, load_language_model, served_names
from models.llm.metered import Metered

WRITER, READER, JUDGE = "miaoti-writer", "miaoti-reader", "miaoti-judge"


def adapters() -> dict[str, Path]:
    """The PEFT folders of our adapters that are there, by the names they are served under."""
    found = {WRITER: adapter_path(), READER: ADAPTER, JUDGE: judge_spec(Path()).adapter}
    return {name: path for name, path in found.items() if path is not None and path.is_dir()}


def base_spec(settings: Settings) -> ModelSpec:
    """The model that settings name, without an adapter."""
    return ModelSpec(
        kind=settings.llm,
        home=settings.home,
        model=settings.llm_model if settings.llm_model != WRITER else None,
        url=settings.llm_url,
        api_key=settings.llm_key,
        parallel=settings.parallel,
        threads=settings.threads,
    )


def writer_spec(settings: Settings) -> ModelSpec:
    """The model that writes titles, with our adapter where it fits."""
    base = base_spec(settings)
    if _is_embedded(settings):
        return base.model_copy(update={"adapter": adapter_path()})
    return _served(settings, WRITER) or base


def open_reader(settings: Settings, stack: ExitStack, writer: LanguageModel | None = None) -> ModelReader | None:
    """The language model that reads messages: the one that writes, our own small one (closed by `stack`), or none.

    Our own is loaded beside the writer, over the same file: an adapter belongs to a whole context. It has one thread:
    OpenMP stops spinning at barriers once there are more threads than processors, and the writer would lose a third of
    its speed (a turn of five titles on two cores: 3.6 to 4.8 s instead of 2.4 to 3.2 s).
    """
    if settings.planner == "readers":
        return None
    if settings.planner == "model":
        chats = writer is not None and writer.adapter is None  # one that was tuned to write titles reads nothing
        return LanguageReader(writer if writer and chats else _open(base_spec(settings), stack))
    if (spec := _reader_spec(settings)) is None:
        return None
    return TunedReader(_open(spec, stack))


def open_judge(settings: Settings, stack: ExitStack) -> SenseJudge | None:
    """The judge of sense (closed by `stack`), where titles are reranked and our adapter for it fits."""
    if not settings.rerank:
        return None
    spec = judge_spec(settings.home) if _is_embedded(settings) else _served(settings, JUDGE)
    return SenseJudge(_open(spec, stack)) if spec else None


def _open(spec: ModelSpec, stack: ExitStack) -> LanguageModel:
    return stack.enter_context(closing(Metered(load_language_model(spec))))


def _reader_spec(settings: Settings) -> ModelSpec | None:
    if not _is_embedded(settings):
        return _served(settings, READER)
    return ModelSpec(
        home=settings.home, adapter=ADAPTER, parallel=2, context=CONTEXT, threads=1, remembered_mib=REMEMBERED
    )


def _is_embedded(settings: Settings) -> bool:
    """Whether titles are written by the packaged model in this process."""
    return settings.llm == "llamacpp" and settings.llm_model is None


def _served(settings: Settings, adapter: str) -> ModelSpec | None:
    """Our adapter on the server that settings name, unless they name another model there or it has none."""
    if settings.llm != "openai" or settings.llm_model not in (None, WRITER):
        return None
    base = base_spec(settings)
    return base.model_copy(update={"served_adapter": adapter}) if adapter in served_names(base) else None
