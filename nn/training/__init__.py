"""fit: sweeps through the cases, with history, progress, early stop and checkpoints.

A ``run`` is the state of a training, ``fitting`` takes one from beginning to end, and
``quick`` sums errors by programs where that pays.

>>> from nn import MLP
>>> cases = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 1)]
>>> model = MLP(2, [1], seed=1)
>>> history = fit(model, cases, sweeps=2000, stop_when=0.05)
>>> history.sweeps, [round(model(inputs).data) for inputs, _ in cases]
(73, [0, 1, 1, 1])
"""

from nn.training.fitting import fit
from nn.training.run import History, Run

__all__ = ["fit", "History", "Run"]
