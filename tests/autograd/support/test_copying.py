"""Copies and pickles of graphs: whole, separate, and with what was shared shared."""

import copy
import pickle
import threading
from array import array

import pytest

from autograd import Value, topological_order


def diamond():
    """x and a result that reaches it along three paths."""
    x = Value(3.0, name="x")
    y = x * x
    return x, y + y * 2 + x / 4


def through(protocol):
    return lambda graph: pickle.loads(pickle.dumps(graph, protocol))


WAYS = [copy.deepcopy] + [through(p) for p in range(pickle.HIGHEST_PROTOCOL + 1)]
every_way = pytest.mark.parametrize(
    "twin_of", WAYS, ids=["deepcopy", *range(pickle.HIGHEST_PROTOCOL + 1)]
)


@every_way
def test_a_twin_has_the_same_nodes_in_the_same_places(twin_of):
    _, result = diamond()
    twin = twin_of(result)
    pairs = list(zip(topological_order(result), topological_order(twin), strict=True))
    place = {id(old): i for i, (old, _) in enumerate(pairs)}
    twin_place = {id(new): i for i, (_, new) in enumerate(pairs)}
    for old, new in pairs:
        assert old is not new
        assert (old.data, old.name, old.operation) == (
            new.data,
            new.name,
            new.operation,
        )
        assert old.derivatives == new.derivatives
        assert [place.get(id(x), x) for x in old.operands] == [
            twin_place.get(id(x), x) for x in new.operands
        ]


@every_way
def test_a_twin_has_gradients_of_its_own(twin_of):
    x, result = diamond()
    twin = twin_of(result)
    twin_x = topological_order(twin)[0]
    twin.backward()
    assert (twin_x.grad, x.has_grad) == (18.25, False)
    result.backward()
    result.backward()
    assert (twin_x.grad, x.grad) == (18.25, 36.5)


@every_way
def test_a_twin_keeps_the_gradients_it_was_copied_with(twin_of):
    x = Value(3.0)
    y = x * 2
    for before in (None, 0.0, 2.5):
        x.grad = before
        copied = topological_order(twin_of(y))[0]
        assert (copied.grad, copied.has_grad) == (x.grad, x.has_grad)


@every_way
def test_the_twin_of_a_leaf(twin_of):
    x = Value(1e-9, name="learning rate")
    x.grad = 5.0
    twin = twin_of(x)
    assert twin is not x
    assert repr(twin) == repr(x)
    assert (twin.operation, twin.operands) == (None, ())


@every_way
def test_what_two_results_share_stays_shared(twin_of):
    x = Value(3.0)
    y = x * x
    twins = twin_of({"sum": y + 1, "product": y * 2, "x": x, "all": [x, y]})
    assert twins["sum"].operands[0] is twins["product"].operands[0] is twins["all"][1]
    assert twins["all"][1].operands[0] is twins["x"] is twins["all"][0]
    twins["sum"].backward()
    twins["product"].backward()
    assert (twins["x"].grad, x.has_grad) == (6.0 + 12.0, False)


@every_way
def test_special_numbers_survive(twin_of):
    for number in ("nan", "inf", "-inf", "-0.0", "5e-324", "0.1"):
        x = Value(float(number))
        assert repr(twin_of(-x)) == repr(-x)


@every_way
def test_a_copy_changes_nothing_in_the_original(twin_of):
    x, result = diamond()
    before = [repr(node) for node in topological_order(result)]
    twin = twin_of(result)
    for node in topological_order(twin):
        node.data = node.grad = 100.0
        node.name = "changed"
    assert [repr(node) for node in topological_order(result)] == before
    assert x.name == "x"


def test_a_shallow_copy_is_one_node_on_the_same_operands():
    x, result = diamond()
    twin = copy.copy(result)
    assert twin is not result
    assert all(a is b for a, b in zip(twin.operands, result.operands))
    twin.backward()
    assert (x.grad, twin.grad, result.has_grad) == (18.25, 1.0, False)


def test_a_node_already_copied_is_not_copied_again():
    x = Value(3.0)
    y = x * x
    memo: dict = {}
    first = copy.deepcopy(y, memo)
    second = copy.deepcopy(y + x, memo)
    assert second.operands[0] is first
    assert second.operands[1] is first.operands[0]


def test_one_pickler_writes_a_shared_node_once():
    x = Value(3.0)
    for _ in range(100):
        x = x + 1
    one, three = len(pickle.dumps([x])), len(pickle.dumps([x, x * 2, x + 3]))
    assert three < 1.3 * one


class Unpicklable(array):
    """Derivatives that cannot be pickled."""

    __slots__ = ()

    def __reduce_ex__(self, protocol):
        raise TypeError("not to be pickled")


def test_a_failed_pickle_does_not_spoil_the_next():
    x = Value(3.0)
    middle = x * 2
    middle.derivatives = Unpicklable("d", [2.0])
    result = middle + x
    with pytest.raises(TypeError, match="not to be pickled"):
        pickle.dumps(result)
    middle.derivatives = (2.0,)
    twin = pickle.loads(pickle.dumps(result))
    twin.backward()
    assert twin.operands[1].grad == 3.0
    assert pickle.loads(pickle.dumps(middle)).operands[0].data == 3.0


def test_threads_pickle_the_same_graph_at_once():
    x = Value(1.0)
    y = x
    for _ in range(3000):
        y = y * 1.0 + x
    sizes = []
    threads = [
        threading.Thread(target=lambda: sizes.append(len(pickle.dumps(y))))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sizes == [len(pickle.dumps(y))] * 3


class Named(Value):
    """A value of a kind of its own."""


def test_the_kind_of_a_value_survives():
    for twin_of in WAYS:
        assert type(twin_of(Named(3.0) * 2).operands[0]) is Named


def test_a_list_of_many_nodes_is_copied_in_one_walk():
    nodes = [Value(1.0)]
    for _ in range(20_000):
        nodes.append(nodes[-1] * 1.0001)
    twins = copy.deepcopy(nodes)
    assert twins[-1].operands[0] is twins[-2]


def test_a_subclass_keeps_its_attributes_and_needs_no_arguments():
    class Tagged(Value):
        def __init__(self):
            super().__init__(5.0)
            self.tag = "kept"

    for twin in (copy.copy(Tagged()), copy.deepcopy(Tagged())):
        assert (twin.data, twin.tag) == (5.0, "kept")
