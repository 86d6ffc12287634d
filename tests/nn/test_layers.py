"""Layers and networks, against the formulas, central differences and bad sizes."""

import cmath
import math
import pickle

import numpy
import pytest

from autograd import Value, no_grad, topological_order
from nn import MLP, Layer, squared_error
from nn.layers import UNARY

INPUTS = [0.5, -1.25, 2.0]
NAMES = ["w31", "w32", "w41", "w42", "b3", "b4", "w53", "w54", "b5"]


def by_hand(model, inputs, activation):
    """The outputs by eq. 1 and 2, in plain (or complex) numbers."""
    for layer in model.layers:
        inputs = [
            activation(bias.data + sum(w.data * y for w, y in zip(weights, inputs)))
            for weights, bias in zip(layer.weights, layer.biases)
        ]
    return inputs


def sigmoid(x):
    return 1 / (1 + cmath.exp(-x)).real


def test_a_network_computes_the_papers_equations():
    model = MLP(3, [4, 2], seed=2)
    outputs = [y.data for y in model(INPUTS)]
    assert outputs == pytest.approx(by_hand(model, INPUTS, sigmoid), rel=1e-14)


@pytest.mark.parametrize(("name", "function"), [("tanh", math.tanh), ("sin", math.sin)])
def test_activations_by_name(name, function):
    model = MLP(3, [2, 2], name, seed=2)
    outputs = [y.data for y in model(INPUTS)]
    assert outputs == pytest.approx(by_hand(model, INPUTS, function), rel=1e-14)


def test_the_output_may_have_its_own_activation():
    model = MLP(3, [2, 1], "tanh", output="linear", seed=2)
    y = model(INPUTS)
    assert y.operation == "dot"
    assert [x.operation for x in y.operands if x.__class__ is not float].count(
        "tanh"
    ) == 2
    assert MLP(3, [2, 1], output=None, seed=2)(INPUTS).operation == "dot"


@pytest.mark.parametrize("name", UNARY)
def test_every_unary_operation_is_an_activation(name):
    y = Layer(1, 1, name, initialization=lambda *_: 0.5)([0.5])
    assert y.operation == name
    y.backward()


def test_other_names_and_functions_of_ones_own():
    assert Layer(2, 1, "sigmoid", seed=1)([1, 2]).operation == "logistic"
    cube = Layer(1, 1, lambda x: x**3, initialization=lambda *_: 1.0)
    assert cube([1.0]).data == 8.0
    step = Layer(1, 1, lambda x: float(x > 0), initialization=lambda *_: 1.0)
    assert step([1.0]) == 1.0


@pytest.mark.parametrize("name", ["logisitc", "mul", "where", "sum", 3, ""])
def test_an_unknown_activation_lists_the_known(name):
    with pytest.raises(ValueError, match=r"activation: got .*linear or one of .*tanh"):
        MLP(2, [1], name)


def test_gradients_against_central_differences():
    model = MLP(3, [2, 3, 2], "tanh", seed=4)

    def error():
        return squared_error(model(INPUTS), [0.25, -0.5])

    error().backward()
    for parameter in model.parameters():
        centre, h = parameter.data, 1e-5
        parameter.data = centre + h
        above = error().data
        parameter.data = centre - h
        below = error().data
        parameter.data = centre
        assert parameter.grad == pytest.approx((above - below) / (2 * h), abs=1e-9)


def test_gradients_against_the_papers_backward_equations():
    """Equations 4 to 7, worked out for a net of one unit above another."""
    model = MLP(1, [1, 1], seed=5)
    E = squared_error(model([0.75]), 1.0)
    E.backward()
    (w21, b2), (w32, b3) = (layer.parameters() for layer in model.layers)
    y2 = sigmoid(w21.data * 0.75 + b2.data)
    y3 = sigmoid(w32.data * y2 + b3.data)
    dE_dx3 = (y3 - 1) * y3 * (1 - y3)
    dE_dx2 = dE_dx3 * w32.data * y2 * (1 - y2)
    assert E.data == pytest.approx((y3 - 1) ** 2 / 2, rel=1e-14)
    gradients = [p.grad for p in (w32, b3, w21, b2)]
    expected = [dE_dx3 * y2, dE_dx3, dE_dx2 * 0.75, dE_dx2]
    assert gradients == pytest.approx(expected, rel=1e-13)


def test_inputs_may_be_values_and_get_gradients():
    x = [Value(0.5), Value(1.0)]
    MLP(2, [2, 1], seed=1)(x).backward()
    assert all(i.grad != 0 for i in x)


@pytest.mark.parametrize(
    "inputs",
    [[0.5, 1], (0.5, 1.0), iter([0.5, 1.0]), numpy.array([0.5, 1.0]), [Value(0.5), 1]],
)
def test_inputs_of_any_kind_of_sequence(inputs):
    model = MLP(2, [2, 1], seed=1)
    assert model(inputs).data == model([0.5, 1.0]).data


def test_a_unit_is_two_nodes():
    model = MLP(2, [2, 1], seed=1)
    nodes = topological_order(model([0.0, 1.0]))
    assert [n.operation for n in nodes if n.operation] == ["dot", "logistic"] * 3


def test_units_are_counted_and_named_as_in_the_paper():
    model = MLP(2, [2, 1], seed=1)
    assert [p.name for p in model.parameters()] == NAMES
    nodes = topological_order(model([0.0, 1.0]))
    assert [n.name for n in nodes if n.operation] == [
        "x3",
        "y3",
        "x4",
        "y4",
        "x5",
        "y5",
    ]
    assert MLP(2, [1], output="linear")([0, 1]).name == "y3"


def test_names_of_many_units_cannot_be_misread():
    names = [p.name for p in MLP(9, [12, 2], seed=1).parameters()]
    assert names[:2] == ["w10,1", "w10,2"]
    assert len(set(names)) == len(names)


def test_one_output_is_a_value_and_several_are_a_list():
    assert isinstance(MLP(2, [1], seed=1)([0, 1]), Value)
    assert isinstance(Layer(2, 1, seed=1)([0, 1]), Value)
    outputs = MLP(2, [3], seed=1)([0, 1])
    assert isinstance(outputs, list)
    assert len(outputs) == 3


def test_a_hidden_layer_of_one_unit():
    y = MLP(2, [1, 1, 2], seed=1)([0.0, 1.0])
    assert len(y) == 2
    hidden = Layer(2, 1, seed=1)([0.0, 1.0])
    assert Layer(1, 1, seed=2)(hidden).data == Layer(1, 1, seed=2)([hidden]).data


@pytest.mark.parametrize("inputs", [[1.0], 1.0, Value(1.0), [], [1.0] * 4])
def test_inputs_of_the_wrong_length(inputs):
    given = len(inputs) if isinstance(inputs, list) else 1
    message = rf"^Layer\(3, 2, 'tanh'\): got {given} inputs, needs 3$"
    with pytest.raises(ValueError, match=message):
        MLP(3, [2, 1], "tanh", seed=1)(inputs)


def test_inputs_that_are_no_numbers():
    with pytest.raises(TypeError, match="inputs: got"):
        Layer(2, 1, seed=1)("ab")


@pytest.mark.parametrize("size", [0, -1])
def test_sizes_below_one(size):
    for make in (
        lambda: Layer(size, 1),
        lambda: Layer(1, size),
        lambda: MLP(size, [1]),
        lambda: MLP(1, [2, size]),
    ):
        with pytest.raises(
            ValueError, match=f"got {size}, needs a whole number, at lea"
        ):
            make()


@pytest.mark.parametrize("size", [2.0, True, "2", None, [2]])
def test_sizes_that_are_not_whole_numbers(size):
    for make in (lambda: Layer(size, 1), lambda: MLP(2, [size, 1])):
        with pytest.raises(TypeError, match="needs a whole number, at least 1"):
            make()


def test_sizes_from_numpy():
    assert len(MLP(numpy.int64(2), [numpy.int64(3)]).parameters()) == 9


@pytest.mark.parametrize("n_out", [[], 1, "21", None])
def test_the_layers_of_a_network_are_a_list(n_out):
    with pytest.raises((TypeError, ValueError), match=r"MLP n_out: .*such as \[2, 1\]"):
        MLP(2, n_out)


def test_without_recording_the_outputs_are_leaves():
    with no_grad():
        assert MLP(2, [2, 1], seed=1)([0, 1]).operands == ()


def test_a_network_is_pickled_with_its_activation():
    model = MLP(2, [2, 1], "tanh", output=math.cos.__name__, seed=1)
    twin = pickle.loads(pickle.dumps(model))
    assert twin([0.5, 1.0]).data == model([0.5, 1.0]).data
    assert repr(twin) == repr(model)
