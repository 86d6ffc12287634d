"""No bad input is taken without a word, answered from inside, or changes a thing."""

import json
import linecache
import os
import random
import subprocess
import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest

import nn
from autograd import Value, engine, functions
from tests.tools.twins import needs_native
from tests.whole.bad_input import commands, verdicts
from tests.whole.bad_input.__main__ import answers
from tests.whole.bad_input.faces import face
from tests.whole.bad_input.public import EXEMPT, missing
from tests.whole.bad_input.tables import ROOMS
from tests.whole.bad_input.verdicts import judged
from tests.whole.bad_input.world import World

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


def test_every_public_name_and_parameter_has_rows():
    assert list(missing(rows_by_name())) == []


def test_every_option_of_every_command_has_rows():
    known = rows_by_name()
    assert [
        f"{name} {action.option_strings}"
        for name, (_, _, actions) in commands.COMMANDS.items()
        for action in actions
        if f"{name} {(*action.option_strings, action.dest)[0]}" not in known
    ] == []


def test_there_are_more_than_a_thousand_rows_and_no_two_are_the_same():
    for faces in ROOMS.values():
        for each in faces:
            assert all(each.bad.values()), each.name
    titles = {row.title for faces in ROOMS.values() for f in faces for row in f.rows()}
    assert len(titles) > 5_000


def test_what_is_exempt_is_still_public():
    names = [name.split(" ")[0].split(".", 1) for name in EXEMPT]
    gone = [x for x in names if attrgetter(x[1])(import_module(x[0])) is None]
    assert gone == []  # or an AttributeError tells which


def rows_by_name():
    """{public name: the parameters that have rows}."""
    found = {}
    for faces in ROOMS.values():
        for each in faces:
            found.setdefault(each.name, set()).update(each.bad)
    return found


# The tester, tested.


def verdict(call, **bad):
    """What is said of a function, for one bad argument."""
    [row] = face("autograd.planted", call, **bad).rows()
    world = World()
    try:
        return judged(row, world)[1] or ""
    finally:
        world.close()


def test_the_tester_notices_what_is_taken_without_a_word():
    assert "without a word" in verdict(lambda w, x: x, x={"None": lambda w: None})


def test_the_tester_notices_an_error_from_inside():
    said = verdict(lambda w, x: Value(x) + w.folder._no_such, x={"1": lambda w: 1.0})
    assert "not documented" in said
    said = verdict(lambda w, x: functions.sum(None for _ in x), x={"3": lambda w: 3})
    assert "from inside" in said
    said = verdict(lambda w, x: json.loads(x), x={"{": lambda w: "{"})
    assert "from inside" in said


def test_the_tester_notices_words_that_name_nothing():
    said = verdict(lambda w, planted: Value(planted), planted={"1": lambda w: "1"})
    assert "is named" in said
    said = verdict(lambda w, planted: stop("planted"), planted={"3": lambda w: 3})
    assert "not said" in said


def stop(text):
    """An error raised in a room of the project, which says no more than this."""
    return next(missing_in_a_room(text))


def missing_in_a_room(text):
    source = f"raise ValueError({text!r})"
    path = str(ROOT / "autograd" / "planted.py")
    linecache.cache[path] = (len(source), None, [source], path)
    yield exec(compile(source, path, "exec"))


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda w: setattr(w.x, "grad", 7.0), "graph"),
        (lambda w: setattr(w.z, "name", "other"), "graph"),
        (lambda w: setattr(w.y, "data", 7.0), "graph"),
        (lambda w: w.z.register_hook(len), "graph"),
        (lambda w: w.optimizer.settings.update(rate=3.0), "settings"),
        (lambda w: (w.folder / "more").write_text("x"), "files"),
        (lambda w: (w.folder / "weights.json").write_text("x"), "files"),
        (lambda w: random.random(), "random"),
        (lambda w: setattr(w.model.layers[0].biases[0], "data", 7.0), "weights"),
    ],
)
def test_the_tester_notices_a_change(change, part):
    def act(w, seed):
        change(w)
        raise ValueError("seed: needs another")

    said = verdict(act, seed={"text": lambda w: "1"})
    assert said.startswith("changed")
    assert part in said.split(":")[0]


def test_the_tester_notices_what_hangs(monkeypatch):
    monkeypatch.setattr(verdicts, "SECONDS", 1)
    said = verdict(lambda w, x: endless(), x={"None": lambda w: None})
    assert "no answer" in said


def endless():
    while True:
        pass


def test_a_new_public_function_without_rows_is_noticed(monkeypatch):
    monkeypatch.setattr(nn, "planted", lambda x: x, raising=False)
    monkeypatch.setattr(nn, "__all__", [*nn.__all__, "planted"])
    assert list(missing(rows_by_name())) == ["nn.planted x"]
