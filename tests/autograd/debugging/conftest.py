"""No test of debugging leaves an observer behind."""

import pytest

from autograd.support.observing import observers


@pytest.fixture(autouse=True)
def _no_observer_is_left_behind():
    before = observers.get()
    yield
    observers.set(before)
