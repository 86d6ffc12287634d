"""Tests that depend on no other: in any order, and what one defines goes again."""

import sys
from random import Random

import pytest


@pytest.fixture(autouse=True)
def _no_operation_is_left_behind():
    module = sys.modules.get("autograd.operations")
    before = dict(module.OPERATIONS) if module else {}
    yield
    if module:
        module.OPERATIONS.clear()
        module.OPERATIONS.update(before)


@pytest.fixture(autouse=True)
def _coverage_is_no_debugger(monkeypatch):
    """fit compiles nothing for a debugger; what counts lines is to count those too."""
    if sys.gettrace() and "nn.training.quick" in sys.modules:
        monkeypatch.setattr("nn.training.quick.debugged", lambda: False)


def pytest_addoption(parser):
    parser.addoption(
        "--order", metavar="SEED", help="run files, and tests in a file, in this order"
    )


def pytest_collection_modifyitems(config, items):
    """Draw an order of files, and in each an order of its tests."""
    if changing := [item.nodeid for item in items if " at 0x" in item.nodeid]:
        raise pytest.UsageError(f"each process has other names for {changing}")
    seed = config.getoption("order")
    if seed is not None:
        random = Random(seed)
        files = {
            path: random.random() for path in sorted({item.path for item in items})
        }
        drawn = {item.nodeid: (files[item.path], random.random()) for item in items}
        items.sort(key=lambda item: drawn[item.nodeid])
