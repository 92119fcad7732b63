"""The ways in for programs: a JSON API, an OpenAI-style chat endpoint, metrics."""

from ui.api.app import PREFIXES, build_api, mount

__all__ = ["PREFIXES", "build_api", "mount"]
