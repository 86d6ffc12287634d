"""The referee finds nothing in the engine, and finds what is planted in it."""

import copy
import math
import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

import autograd
import nn
from autograd.programs.calling.compiling import Compiled
from autograd.programs.program import FoldedProgram, Program
from tests.differential import __main__ as command, ways
from tests.differential.families import FAMILIES
from tests.differential.reference import tolerance
from tests.differential.samples import samples
from tests.differential.ways import PLAIN, WAYS, Difference, check

MANY = 40  # samples of every family; the command runs as many as one likes
ours = settings(
    max_examples=MANY,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)
IN_JAX = {"jax", "batch, jax"}  # a second for every program, for the command


@pytest.mark.filterwarnings("ignore")  # overflows, and what falls back says so
@pytest.mark.parametrize("family", FAMILIES)
def test_every_way_gives_what_case_by_case_gives(family):
    @seed(7)
    @ours
    @given(samples((family,)))
    def every_way(sample):
        check(sample, [way for way in WAYS if way not in IN_JAX])

    every_way()


def first_difference(family, *names):
    """The kind of the first difference among some samples of a family, or None."""

    @seed(1)
    @ours
    @given(samples((family,)))
    def some_ways(sample):
        check(sample, names)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            some_ways()
        except Difference as difference:
            return difference.kind
    return None


def off(x):
    """A number beside x."""
    return x * (1 + 1e-9) + 1e-9


def slopes_off(function):
    """Programs whose derivatives by parameters are a little wrong."""

    def wrong(*given, **named):
        found = function(*given, **named)
        return found._replace(parameters=[off(x) for x in found.parameters])

    return wrong


def values_off(function):
    """Programs and trainings whose numbers are a little wrong."""

    def wrong(*given, **named):
        found = function(*given, **named)
        return [off(x) for x in found] if isinstance(found, list) else off(found)

    return wrong


def errors_off(function):
    """A fit that tells wrong errors."""

    def wrong(*given, **named):
        history = function(*given, **named)
        history.errors[-1] = off(history.errors[-1])
        return history

    return wrong


def always_the_first(function):
    """A compiled function that gives its first result for ever."""

    def wrong(self, *given, **named):
        return vars(self).setdefault("first", function(self, *given, **named))

    return wrong


FAULTS = [
    ("replay", Program, "__call__", values_off, "value"),
    ("replay", Program, "value_and_gradients", slopes_off, "by weights"),
    *(
        (way, FoldedProgram, "value_and_gradients", slopes_off, "by weights")
        for way in ("steps", "written steps", "tape", "numpy", "fold")
    ),
    *(
        (way, FoldedProgram, "batch", slopes_off, "by weights")
        for way in WAYS
        if way.startswith("batch") and way not in IN_JAX
    ),
    *(
        (way, Compiled, "__call__", always_the_first, "")
        for way in ("compile", "compile, one pass")
    ),
    ("train", Program, "train", values_off, "errors"),
    ("fit", nn, "fit", errors_off, "errors"),
]


@pytest.mark.parametrize(("way", "owner", "name", "fault", "what"), FAULTS)
def test_a_planted_fault_is_found(monkeypatch, way, owner, name, fault, what):
    assert first_difference("accumulation", way) is None
    monkeypatch.setattr(owner, name, fault(getattr(owner, name)))
    if "tape" in way and autograd.engine == "python":
        pytest.skip("the tape is in C: set AUTOGRAD_ENGINE=native")
    kind = first_difference("accumulation", way)
    assert kind.startswith(f"{way}, accumulation: {what}")


def test_a_twin_that_rounds_otherwise_is_found(monkeypatch):
    wrong = copy.copy(PLAIN)
    wrong.names = PLAIN.names | {"square": lambda a: a.square() * (1 + 2**-52)}
    monkeypatch.setattr(ways, "PLAIN", wrong)
    assert first_difference("filter", "engines") == "engines, filter: value"


def test_rounding_is_no_difference_and_more_is():
    allowed = tolerance(1.0, [1.0 + 1e-14, 1.0 - 1e-14])
    assert 1e-12 < allowed < 1e-11
    assert tolerance(math.inf, [math.inf, 1e308]) is None  # cannot be compared
    assert tolerance(math.nan, [math.nan]) == 0.0


def test_the_command_prints_the_smallest_program_and_fails(monkeypatch, capsys):
    monkeypatch.setattr(Program, "train", values_off(Program.train))
    given = ["--minutes", "0.01", "--ways", "train", "--families", "accumulation"]
    assert command.main(given) == 1
    printed = capsys.readouterr().out
    assert "--- train, accumulation: errors" in printed
    assert "total = total + a * b" in printed
    assert "1 kinds that differ" in printed
