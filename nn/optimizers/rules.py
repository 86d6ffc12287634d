"""The rules by which one parameter changes along its gradient: SGD, Adam, AdamW."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partialmethod

from autograd import Value
from nn.optimizers.optimizer import Optimizer, Setting


class SGD(Optimizer):
    """Steepest descent with momentum and weight decay as in 1986.

    In sweep t a weight changes by Δw(t) = -rate ∂E/∂w(t) + momentum Δw(t-1): eq. 9 of
    Rumelhart, Hinton & Williams. Afterwards it is decremented by the fraction decay, as
    in their family trees (0.002 is 0.2 %); the decay enters no gradient and no Δw.

    PyTorch's SGD remembers -Δw / rate instead. That is the same as long as the rate is;
    at a new rate PyTorch rescales the momentum gathered before, and this does not.

        >>> w = Value(2.0)
        >>> w.grad = 1.0
        >>> SGD([w], rate=0.5, decay=0.25).step()
        >>> w.data
        1.125
    """

    blank = (0.0,)

    def __init__(
        self,
        parameters: Iterable[Value],
        rate: Setting = 0.1,
        momentum: Setting = 0.0,
        decay: Setting = 0.0,
    ) -> None:
        super().__init__(parameters, rate=rate, momentum=momentum, decay=decay)

    def change(self, parameter, memory, *, rate, momentum, decay):
        memory[0] = -rate * parameter.grad + momentum * memory[0]
        parameter.data += memory[0]
        parameter.data *= 1 - decay


class Adam(Optimizer):
    """Steps of about the rate along running means: Kingma & Ba 2015, algorithm 1.

    beta1, beta2: how much of the running means of the gradient and of its square stays
        at each step; epsilon: keeps a step finite where the gradient was 0 so far.
    decay: as in AdamW; no squares of weights are ever added to the error.

        >>> w = Value(1.0)
        >>> w.grad = 1000.0
        >>> Adam([w], rate=0.25).step()
        >>> round(w.data, 9)
        0.75
    """

    #: The running means, and the number of steps.
    blank = (0.0, 0.0, 0.0)

    def __init__(
        self,
        parameters: Iterable[Value],
        rate: Setting = 0.001,
        beta1: Setting = 0.9,
        beta2: Setting = 0.999,
        epsilon: Setting = 1e-8,
        decay: Setting = 0.0,
    ) -> None:
        settings = {"rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
        super().__init__(parameters, **settings, decay=decay)

    def change(self, parameter, memory, *, rate, beta1, beta2, epsilon, decay):
        mean, square, count = memory
        mean = beta1 * mean + (1 - beta1) * parameter.grad
        square = beta2 * square + (1 - beta2) * parameter.grad * parameter.grad
        count += 1
        memory[:] = mean, square, count
        # they began at 0: divided by the weight of all that came in, they are means
        mean, square = mean / (1 - beta1**count), square / (1 - beta2**count)
        parameter.data *= 1 - rate * decay
        parameter.data -= rate * mean / (math.sqrt(square) + epsilon)


class AdamW(Adam):
    """Adam with a decay apart from the gradient, 0.01: Loshchilov & Hutter 2019.

    decay: a weight loses the fraction rate * decay before each step, as in PyTorch.

        >>> w = Value(1.0)
        >>> w.grad = 0.0
        >>> AdamW([w], rate=0.5, decay=0.5).step()
        >>> w.data
        0.75
    """

    __init__ = partialmethod(Adam.__init__, decay=0.01)
