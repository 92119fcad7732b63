"""The title generator: best of many candidates, every constraint held in code."""

from models.generator.adapter import adapter_path
from models.generator.generator import Generator
from models.generator.loading import load_generator
from models.generator.request import Generation, TitleRequest

__all__ = ["Generation", "Generator", "TitleRequest", "adapter_path", "load_generator"]
