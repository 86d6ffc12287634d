"""Rules that change parameters along their gradients: SGD as in 1986, Adam, AdamW.

``optimizer`` is what all have in common, ``rules`` is what they differ in.

>>> from autograd import Value
>>> w = Value(1.0)
>>> optimizer = SGD([w], rate=0.25, momentum=0.5)
>>> for sweep in range(3):
...     optimizer.zero_grad()
...     (w * w).backward()
...     optimizer.step()
...     print(w.data)
0.5
0.0
-0.25
"""

from nn.optimizers.optimizer import Optimizer, Setting, steps
from nn.optimizers.rules import SGD, Adam, AdamW

__all__ = ["Optimizer", "Setting", "steps", "SGD", "Adam", "AdamW"]
