"""No bad input is taken without a word, answered from inside, or changes a thing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograd import engine
from tests.tools.twins import needs_native
from tests.whole.bad_input.__main__ import answers
from tests.whole.bad_input.tables import ROOMS

ROOT = Path(__file__).parents[3]
OTHER = {"native": "python", "python": "native"}[engine]


def wrong(found):
    """What is wrong, a line for each row."""
    return [f"{title}: {said}" for title, _, said in found if said]


@pytest.fixture(scope="module", params=ROOMS)
def room(request):
    return request.param


@pytest.fixture(scope="module")
def found(room):
    """The answers of this engine to the rows of a room."""
    return list(answers(ROOMS[room]))


def test_every_bad_input_is_answered_well(found):
    assert wrong(found) == []


@needs_native
def test_the_other_engine_answers_in_the_same_words(room, found):
    done = subprocess.run(
        [sys.executable, "-m", "tests.whole.bad_input", room],
        env={**os.environ, "AUTOGRAD_ENGINE": OTHER},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    other = json.loads(done.stdout)
    assert wrong(other) == []
    assert [(title, said) for title, said, _ in other] == [
        (title, said) for title, said, _ in found
    ]
