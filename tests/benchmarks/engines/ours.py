"""This project's own engine; AUTOGRAD_ENGINE says which of the twins."""

from __future__ import annotations

import os
from types import FunctionType
from typing import Any

import autograd

from .engine import ValueEngine


class Ours(ValueEngine):
    """The same program as everybody's, with * and +."""

    def __init__(self) -> None:
        made_in_python = isinstance(autograd.Value.__add__, FunctionType)
        if os.environ.get("AUTOGRAD_ENGINE") == "native" and made_in_python:
            raise ImportError("the native engine was not built")
        super().__init__(autograd.Value, None)


class OursWithDot(Ours):
    """Weighted sums and sums as one node each, as ``nn`` has them."""

    def dot(self, weights: Any, inputs: Any, bias: Any = 0.0) -> Any:
        return autograd.dot(weights, inputs, bias)

    def total(self, terms: Any) -> Any:
        return autograd.sum(terms)
