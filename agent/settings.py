"""Settings, read from the environment (`MIAOTI_*`) or a `.env` file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set. Times are seconds; lengths count every character as 1."""

    model_config = SettingsConfigDict(env_prefix="MIAOTI_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default=Path(".miaoti"), description="tables, indexes, model files; one process at a time")
    database_url: str | None = Field(default=None, description="PostgreSQL instead of SQLite in `home`")
    opensearch_url: str | None = Field(
        default=None, description="an OpenSearch server for title association (extra `opensearch`), instead of `home`"
    )
    llm: Literal["llamacpp", "openai", "transformers"] = "llamacpp"
    llm_model: str | None = Field(default=None, description="another GGUF file, Hugging Face folder or served name")
    llm_url: str | None = Field(default=None, description="base URL of an OpenAI-compatible server")
    llm_key: str | None = None
    planner: Literal["tuned", "readers", "model"] = Field(
        default="tuned",
        description="who reads messages beside the readers: our small tuned model, nobody, or a capable chat `model`",
    )
    parallel: int = Field(default=16, ge=1, le=64, description="titles decoded at once")
    turns_at_once: int = Field(default=2, ge=1, le=64, description="turns that run at once; others wait in a fair line")
    threads: int | None = Field(default=None, ge=1, description="processor threads of the embedded model")
    seed: int = 0
    max_chars: int = Field(default=30, ge=4, le=200, description="a title's length limit when none is asked for")
    turn_seconds: float = Field(default=30.0, gt=0, description="a turn stops looking for better titles after this")
    repair_rounds: int = Field(default=2, ge=0, le=2)
    critique: bool = Field(default=True, description="check every title against the Brief; off only to measure it")
    rerank: bool = Field(default=True, description="choose titles by their scores; off only to measure it")
    otlp: str | None = Field(default=None, description="OpenTelemetry collector for traces of turns (OTLP over gRPC)")
    demo: bool = Field(default=True, description="load the demo advertisers and memes into an empty home")
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    language: Literal["zh", "en"] = "zh"
