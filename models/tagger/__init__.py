"""Tags of titles for the material library: topic, hook, tone, audience, safety."""

from models.tagger.tagger import Tagger, load_tagger
from models.tagger.tags import TAGS

__all__ = ["TAGS", "Tagger", "load_tagger"]
