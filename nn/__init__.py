"""Neural networks on scalar Values, and the learning procedure of 1986.

The map, in reading order:

- ``files``: JSON files that are whole at any time;
- ``module``: ``Module``, an object with parameters that are listed, saved and loaded;
- ``initialization``: where weights begin, by name or as a function;
- ``layers``: ``Layer`` and ``MLP``, whose units are a dot and an activation;
- ``losses``: the error of outputs against targets;
- ``optimizers``: ``SGD`` with the paper's momentum, ``Adam``, ``AdamW``, schedules;
- ``training``: ``fit``, which sweeps through the cases and survives being killed.

>>> model = MLP(2, [2, 1], seed=1)
>>> cases = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
>>> history = fit(model, cases, sweeps=3)
>>> history.sweeps, len(model.parameters())
(3, 9)
"""

from nn.initialization import Scheme, uniform
from nn.layers import MLP, Layer
from nn.losses import (
    binary_cross_entropy,
    cross_entropy,
    hinge,
    mean_squared_error,
    squared_error,
)
from nn.module import Module
from nn.optimizers import SGD, Adam, AdamW, Optimizer, steps
from nn.training import History, fit

__all__ = [
    "Module",
    "Scheme",
    "uniform",
    "Layer",
    "MLP",
    "squared_error",
    "mean_squared_error",
    "binary_cross_entropy",
    "cross_entropy",
    "hinge",
    "Optimizer",
    "SGD",
    "Adam",
    "AdamW",
    "steps",
    "History",
    "fit",
]
