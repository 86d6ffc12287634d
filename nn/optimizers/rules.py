"""The rules by which parameters change along their gradients: SGD, Adam, AdamW."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partialmethod
from typing import Never

from autograd import Value
from nn.optimizers.optimizer import Optimizer, Setting, refuse


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
        **others: Never,
    ) -> None:
        settings = {"rate": rate, "momentum": momentum, "decay": decay}
        refuse(others, type(self).__name__, settings)
        super().__init__(parameters, **settings)

    def rule(self, data, gradient, memory, *, rate, momentum, decay):
        (change,) = memory
        change *= momentum
        change -= rate * gradient
        data += change
        if decay:
            data *= 1 - decay
        return data, (change,)


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
        **others: Never,
    ) -> None:
        settings = {"rate": rate, "beta1": beta1, "beta2": beta2, "epsilon": epsilon}
        settings["decay"] = decay
        refuse(others, type(self).__name__, settings)
        super().__init__(parameters, **settings)

    def rule(self, data, gradient, memory, *, rate, beta1, beta2, epsilon, decay):
        mean, square, count = memory
        mean *= beta1
        mean += (1 - beta1) * gradient
        square *= beta2
        square += (1 - beta2) * gradient * gradient
        count += 1
        # they began at 0: divided by the weight of all that came in, they are means
        spread = root(square / (1 - beta2**count))
        spread += epsilon
        if decay:
            data *= 1 - rate * decay
        data -= rate * (mean / (1 - beta1**count)) / spread
        return data, (mean, square, count)


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


def root(x):
    """The square root of a float or of an array."""
    return math.sqrt(x) if isinstance(x, float) else x**0.5
