"""The numbers of many Values at once: what a loop over them would do, to the bit."""

import math
from array import array

import numpy
import pytest

from autograd import Value
from autograd.programs.buffers import add_grads, data_of, read_data
from autograd.support.observing import observing
from tests.tools.twins import bits

NUMBERS = [0.1, -0.0, math.inf, -math.inf, math.nan, 5e-324, 1e308, -3.0]


def drawn():
    values = [Value(x) for x in NUMBERS]
    for x, grad in zip(values, [None, 0.3, -0.0, None, 1e308, 1.0, math.nan, 0.7]):
        x.grad = grad
    return values


@pytest.mark.parametrize("kind", [list, tuple])
@pytest.mark.parametrize(
    "numbers",
    [
        numpy.ones(8),
        numpy.ones((8, 1)),
        numpy.ones((2, 4)),
        array("d", [1.0] * 8),
        memoryview(bytearray(64)).cast("d"),
    ],
    ids=["array", "column", "matrix", "standard array", "memory"],
)
def test_data_are_read(kind, numbers):
    read_data(kind(drawn()), numbers)
    found = memoryview(numbers).cast("B").cast("d").tolist()
    assert list(map(bits, found)) == list(map(bits, NUMBERS))


@pytest.mark.parametrize("seed", [1.0, -0.3, 0.0, math.inf, 2])
def test_grads_grow_as_in_a_loop(seed):
    numbers = [0.1, -0.0, 0.2, -0.0, 1e308, 5e-324, 1.0, -0.7]
    wanted, found = drawn(), drawn()
    for x, number in zip(wanted, numbers):
        x.grad += seed * number
    add_grads(found, numpy.array(numbers), seed)
    assert [bits(x.grad) for x in found] == [bits(x.grad) for x in wanted]
    assert all(x.has_grad for x in found)
    assert [bits(x.data) for x in found] == list(map(bits, NUMBERS))


def test_a_value_that_is_there_twice_grows_twice():
    x = Value(1.0)
    add_grads((x, x), array("d", [2.0, 3.0]), 10.0)
    assert x.grad == 50.0


def test_read_only_numbers_can_be_added():
    x, numbers = Value(1.0), numpy.ones(1)
    numbers.flags.writeable = False
    add_grads([x], numbers)
    assert x.grad == 1.0
    with pytest.raises(ValueError, match="cannot be written to"):
        read_data([x], numbers)


def test_nothing_is_no_error():
    read_data([], numpy.zeros(0))
    add_grads([], numpy.zeros(0))
    assert data_of([]).tolist() == []


def test_observers_hear_of_every_number_read():
    values, events = drawn(), []
    with observing(lambda *event: events.append(event[:2])):
        data_of(values)
        add_grads(values, numpy.ones(8))
    assert [(name, id(x)) for name, x in events] == [("data", id(x)) for x in values]


def test_observers_may_change_the_list_meanwhile():
    values, numbers = drawn(), numpy.zeros(8)
    with observing(lambda *event: values.clear()):
        read_data(values, numbers)
    assert list(map(bits, numbers.tolist())) == list(map(bits, NUMBERS))


def test_properties_of_a_subclass_are_asked():
    class Doubled(Value):
        added = 0.0

        @property
        def data(self):
            return 2.0 * self._data

        @property
        def grad(self):
            return 100.0

        @grad.setter
        def grad(self, grad):
            self.added = grad

    class Plain(Value):
        pass

    values = [Value(1.0), Doubled(3.0), Plain(5.0)]
    assert data_of(values).tolist() == [1.0, 6.0, 5.0]
    add_grads(values, numpy.array([1.0, 2.0, 3.0]), 10.0)
    assert (values[0].grad, values[1].added, values[2].grad) == (10.0, 120.0, 30.0)


NUMBERS_OF_FOUR_BYTES = numpy.zeros(2, numpy.float32)
WRONG = [
    ([Value(1.0), 2.0], numpy.zeros(2), TypeError, "got float, needs Values"),
    ([Value(1.0), None], numpy.zeros(2), TypeError, "got NoneType, needs Values"),
    (Value(1.0), numpy.zeros(1), TypeError, "got Value, needs a list or tuple"),
    ({Value(1.0): 1}, numpy.zeros(1), TypeError, "got dict, needs a list or tuple"),
    ([Value(1.0)], [0.0], TypeError, "got list, needs an array of float64"),
    ([Value(1.0)], None, TypeError, "got NoneType, needs an array of float64"),
    ([Value(1.0)], numpy.zeros(1, int), TypeError, "needs float64"),
    ([Value(1.0)], numpy.zeros(1, ">f8"), TypeError, "got format '>d'"),
    ([Value(1.0)] * 4, NUMBERS_OF_FOUR_BYTES, TypeError, "got format 'f'"),
    ([Value(1.0)], bytearray(8), TypeError, "got format 'B'"),
    ([Value(1.0)], numpy.zeros(2), ValueError, "got 2 numbers for 1 Values"),
    ([Value(1.0)] * 3, numpy.zeros(2), ValueError, "got 2 numbers for 3 Values"),
    ([], numpy.zeros(2), ValueError, "got 2 numbers for 0 Values"),
    ([Value(1.0)] * 2, numpy.zeros(4)[::2], ValueError, "is not contiguous"),
]


@pytest.mark.parametrize(("values", "numbers", "error", "message"), WRONG)
def test_mistakes_are_named_and_change_nothing(values, numbers, error, message):
    for function in (read_data, add_grads):
        with pytest.raises(error, match=message):
            function(values, numbers)
    values = values if isinstance(values, list) else []
    assert not any(x.has_grad for x in values if isinstance(x, Value))


def test_a_seed_that_is_no_number_is_an_error():
    x = Value(1.0)
    with pytest.raises(TypeError):
        add_grads([x], numpy.ones(1), "2")
    assert not x.has_grad
