"""Language models behind one interface: in-process llama.cpp, model servers, transformers."""

from models.llm.errors import (
    EndpointDenied,
    EndpointError,
    EndpointUnreachable,
    ModelClosed,
    ModelDamaged,
    ModelError,
    ModelMissing,
    ModelRequestError,
)
from models.llm.factory import load_language_model, served_names
from models.llm.prepare import prepare_model
from models.llm.protocol import Completion, LanguageModel, ModelSpec, Sampling

__all__ = [
    "Completion",
    "EndpointDenied",
    "EndpointError",
    "EndpointUnreachable",
    "LanguageModel",
    "ModelClosed",
    "ModelDamaged",
    "ModelError",
    "ModelMissing",
    "ModelRequestError",
    "ModelSpec",
    "Sampling",
    "load_language_model",
    "prepare_model",
    "served_names",
]
