"""Dynamic phrases (动态词): `{city}`, `{weekday}`, `{holiday}`, `{price}`, `{countdown}`, `{audience}` and own ones.

A template is filled for a context; where that would break the length or the law it falls back, and says so.
"""

from tools.phrases.context import PhraseContext
from tools.phrases.expanding import Expansion, expand, preview
from tools.phrases.phrase import BUILT_IN, Phrase, UnknownPhrase, names_in

__all__ = ["BUILT_IN", "Expansion", "Phrase", "PhraseContext", "UnknownPhrase", "expand", "names_in", "preview"]
