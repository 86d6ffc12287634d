"""The two twins of the engine side by side in one process, to compare them."""

import importlib
import os
import struct
import sys
from contextlib import contextmanager

import pytest

from autograd.support.twin import fingerprint, native

IS_BUILT = native is not None and fingerprint() == native.FINGERPRINT
needs_native = pytest.mark.skipif(
    not IS_BUILT,
    reason="the native twin is not built: install a C compiler, then .[test] again",
)


@contextmanager
def environment(name, value):
    """The environment with one variable set, for a while."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if before is not None:
            os.environ[name] = before


def taken_out():
    """The modules of autograd, taken out of ``sys.modules``."""
    names = [n for n in sys.modules if n == "autograd" or n.startswith("autograd.")]
    return {name: sys.modules.pop(name) for name in names}


def twin(engine, made=lambda package: package):
    """The package autograd imported anew, with one engine, beside the one in use.

    made: what to give instead, of the package, made while its modules are the ones
        that an import finds.
    """
    mine = taken_out()
    try:
        with environment("AUTOGRAD_ENGINE", engine):
            package = importlib.import_module("autograd")
            for name in ("copying", "flattening", "observing"):
                part = importlib.import_module(f"autograd.support.{name}")
                setattr(package, name, part)
            return made(package)
    finally:
        taken_out()
        sys.modules.update(mine)


def bits(number):
    """What tells one float from another: its bits, but one answer for every nan."""
    return "nan" if number != number else struct.pack("d", number)


def portrait(package, result):
    """Everything about the graph below a result, for a comparison between twins."""
    order = package.topological_order(result)
    places = {id(node): i for i, node in enumerate(order)}
    return [
        (
            bits(node.data),
            bits(node.grad),
            node.has_grad,
            node.name,
            node.operation,
            [places[id(x)] if id(x) in places else bits(x) for x in node.operands],
            [bits(slope) for slope in node.derivatives],
        )
        for node in order
    ]
