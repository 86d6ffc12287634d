"""Layers of units and networks of layers: a unit is two nodes, as in the paper.

A unit j sums its inputs, x_j = sum_i y_i w_ji + b_j (eq. 1), and puts out a function of
that sum, y_j = 1 / (1 + exp(-x_j)) (eq. 2): Rumelhart, Hinton & Williams 1986.

    >>> model = MLP(2, [2, 1], seed=1)
    >>> model
    MLP(2, [2, 1]) with 9 parameters
      layers.0: Layer(2, 2, 'logistic')
      layers.1: Layer(2, 1, 'logistic')
    >>> model([0.0, 1.0])
    Value(0.47383053608897235, grad=not computed, operation='logistic', name='y5')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any

from autograd import Value, functions
from autograd.functions import dot
from autograd.operations import ALIASES, TABLE
from autograd.support.conversion import listed, one_or_more, refusal, whole
from autograd.value import Number
from nn.initialization import Initialization, drawn, random_from, scheme_of
from nn.module import Module

MOST = 10**9  # weights of a layer, which take 100 GB: more were not meant
Activation = str | Callable[[Any], Any] | None

#: The activations by name: the operations that need just one operand.
UNARY = [
    row.name
    for row in TABLE
    if len(row.letters) - len(row.defaults) == 1 and not row.variadic
]


class Layer(Module):
    """n_out units, each connected to all n_in inputs.

    activation: the name of an operation of one operand, such as "logistic", "tanh" or
        "relu"; "linear" or None for the sum itself; or a function of a Value.
    initialization: a name such as "paper" (U(-0.3, 0.3), biases too), "xavier_normal",
        or a function: see ``nn.initialization``.
    seed: an int or a ``random.Random`` for the same weights each time; None draws from
        Python's own ``random``.
    first: the number of its first input, for a layer inside a network.

    ``weights[j][i]`` leads from input i to unit j, ``biases[j]`` to unit j. Their names
    are the paper's: units are counted through the network, inputs first, and w31 leads
    from unit 1 to unit 3 (w10,3 from unit 3 to unit 10).

        >>> layer = Layer(2, 1, "linear", initialization="zeros")
        >>> layer.weights[0][1]
        Value(0.0, grad=not computed, name='w32')
        >>> layer([0.5])
        Traceback (most recent call last):
        ...
        ValueError: Layer(2, 1, 'linear'): got 1 inputs, needs 2
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        activation: Activation = "logistic",
        *,
        initialization: Initialization = "paper",
        seed: int | Random | None = None,
        first: int = 1,
    ) -> None:
        self.n_in, self.n_out = whole(n_in, "n_in"), whole(n_out, "n_out")
        first = whole(first, "first")
        if self.n_in * self.n_out > MOST:
            raise ValueError(
                f"Layer: got {n_in} inputs (n_in) of {n_out} units (n_out), needs "
                f"{MOST:,} weights at most"
            )
        self.activation = activation
        activation_function(activation)  # an unknown name is an error now, not later
        scheme, random = scheme_of(initialization), random_from(seed)
        sizes = self.n_in, self.n_out
        inputs = range(first, first + self.n_in)
        units = range(inputs.stop, inputs.stop + self.n_out)
        self.weights: list[list[Value]] = []
        self.biases: list[Value] = []
        for j in units:
            names = [f"w{j},{i}" if j > 9 else f"w{j}{i}" for i in inputs]
            weights = [Value(drawn(scheme.weight, random, *sizes), n) for n in names]
            self.weights.append(weights)
            self.biases.append(Value(drawn(scheme.bias, random, *sizes), f"b{j}"))
        self.names = [(f"x{j}", f"y{j}") for j in units]

    def outputs(self, inputs: Number | Iterable[Number]) -> list[Value]:
        """The outputs of all units, a list even of one; the nodes are named x_j, y_j.

        >>> [y3] = Layer(2, 1).outputs([0.5, 1.0])
        >>> y3.operation, y3.operands[0].name
        ('logistic', 'x3')
        """
        is_list = inputs.__class__ is list  # as between layers: none is slower for it
        numbers: Any = inputs if is_list else one_or_more(inputs, "Layer: inputs")
        if len(numbers) != self.n_in:
            given = f"got {len(numbers)} inputs"
            raise ValueError(f"{self.title}: {given}, needs {self.n_in}")
        activation = activation_function(self.activation)
        return [
            named(activation(named(dot(weights, numbers, bias), x)), y)
            for weights, bias, (x, y) in zip(self.weights, self.biases, self.names)
        ]

    def __call__(self, inputs: Number | Iterable[Number]) -> Any:
        """The output of the only unit, or the list of several; so may the inputs be."""
        return alone(self.outputs(inputs))

    @property
    def title(self) -> str:
        activation = getattr(self.activation, "__name__", repr(self.activation))
        return f"Layer({self.n_in}, {self.n_out}, {activation})"


class MLP(Module):
    """Layers in a row (a multi-layer perceptron): each takes the outputs of the last.

    n_out: the number of units of every layer, the outputs last.
    activation: of every layer, as in 1986, if ``output`` names no other for the last.
    initialization, seed: as for ``Layer``, the layers drawing one after the other.

        >>> model = MLP(3, [1, 2], "tanh", output="linear", seed=1)
        >>> [y.name for y in model([1.0, 0.0, -1.0])]
        ['y5', 'y6']
    """

    def __init__(
        self,
        n_in: int,
        n_out: Sequence[int],
        activation: Activation = "logistic",
        *,
        output: Activation = "as the others",
        initialization: Initialization = "paper",
        seed: int | Random | None = None,
    ) -> None:
        needs = "the sizes of one layer or more, such as [2, 1]"
        n_out = listed(n_out, "MLP n_out", needs)
        if not n_out:
            raise refusal(n_out, "MLP n_out", needs, ValueError)
        sizes = [whole(size, "MLP sizes") for size in (n_in, *n_out)]
        activations = [activation] * len(n_out)
        if not isinstance(output, str) or output != "as the others":
            activation_function(output, "output")
            activations[-1] = output
        random = random_from(seed)
        self.layers: list[Layer] = []
        for i, activation in enumerate(activations):
            layer = Layer(
                sizes[i],
                sizes[i + 1],
                activation,
                initialization=initialization,
                seed=random,
                first=1 + sum(sizes[:i]),
            )
            self.layers.append(layer)

    def __call__(self, inputs: Number | Iterable[Number]) -> Any:
        """The output of the last layer: a Value, or the list of several."""
        outputs: Any = inputs
        for layer in self.layers:
            outputs = layer.outputs(outputs)
        return alone(outputs)

    @property
    def title(self) -> str:
        sizes = [layer.n_out for layer in self.layers]
        return f"MLP({self.layers[0].n_in}, {sizes})"


def activation_function(
    activation: Activation, place: str = "activation"
) -> Callable[[Any], Any]:
    """The function of an activation's name; ValueError for a name unknown.

    >>> activation_function("tanh")(1.0)
    0.7615941559557649
    """
    if callable(activation):
        return activation
    if activation is None or (isinstance(activation, str) and activation == "linear"):
        return lambda x: x
    name = activation
    if not isinstance(name, str) or ALIASES.get(name, name) not in UNARY:
        needs = f"a function of a Value, linear or one of {', '.join(UNARY)}"
        raise refusal(activation, place, needs, ValueError)
    return getattr(functions, ALIASES.get(name, name))


def named(x: Any, name: str) -> Any:
    """A Value given a name; a plain number as it is."""
    if isinstance(x, Value):
        x.name = name
    return x


def alone(outputs: list[Any]) -> Any:
    """The only element of a list, or the list of several."""
    return outputs[0] if len(outputs) == 1 else outputs
