"""Title association (联想): what goes on from the words typed, and what says something alike."""

from tools.associate.association import Association, open_association

__all__ = ["Association", "open_association"]
