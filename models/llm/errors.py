"""What can go wrong with a language model. Every message says what to do next."""

from __future__ import annotations


class ModelError(RuntimeError):
    """Base of all errors of `models.llm`."""


class ModelMissing(ModelError):
    """A file, package or adapter that the model needs is not there."""


class ModelDamaged(ModelError):
    """A model file is not what it should be: wrong hash, cut short, or of another kind."""


class ModelClosed(ModelError):
    """The model was used after `close()`."""


class ModelRequestError(ModelError):
    """The request itself is wrong: a prompt longer than the context, a grammar that does not parse."""


class EndpointError(ModelError):
    """A model server answered with an error, or with something that is no answer."""


class EndpointUnreachable(EndpointError):
    """No model server answered at the address, or it took too long."""


class EndpointDenied(EndpointError):
    """The model server did not accept the key."""
