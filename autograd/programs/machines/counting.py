"""What there is to do for a program of arrays: how many kernels, and on how much.

>>> from autograd import Value, tanh
>>> from autograd.programs import record
>>> passes = record(tanh(Value(0.5)) * 2).fold().passes
>>> kernel_count("mul"), call_counts(passes.calls(wanted=[0]))[:5]
(2, (0, 10, 10, 2, 2))
"""

from __future__ import annotations

from functools import cache

from autograd.operations import OPERATIONS
from autograd.programs.calls import SLOPES, Calls
from autograd.support.expressions import Apply, parsed, parts

LOGARITHMS = ("exp", "expm1", "log", "log1p", "log2", "log10")
#: The kernels that take about as long for a call and for an element.
CLASSES = (
    (),  # all others
    (*LOGARITHMS, "sin", "cos", "tan", "tanh", "pow", "power", "erf", "erfc"),
    ("product",),
    ("sum", "mean", "max", "min", "prod"),
    ("take", "segments"),
    ("put", "put_add"),
    ("logsumexp", *SLOPES),
)
CLASS_OF = {name: i for i, names in enumerate(CLASSES) for name in names}


@cache
def kernel_count(name: str) -> int:
    """How many kernels compute an operation and its derivatives, about."""
    if name == "join":
        return 0  # but for what it reads
    row = OPERATIONS[name]
    if row.variadic:
        return 3 if name in ("sum", "mean", "dot") else 60
    texts = (row.value, *row.derivatives)
    trees = [part for text in texts for part in parts(parsed(str(text)))]
    return 1 + sum(isinstance(part, Apply) for part in trees)


def call_counts(calls: Calls) -> tuple[int, ...]:
    """Multiplications in products, and for each class its calls and elements."""
    counts, elements, multiplied = [0] * len(CLASSES), [0] * len(CLASSES), 0
    for call in (*calls.forward, *calls.backward):
        place = CLASS_OF.get(call.kernel, 0)
        sizes = [call.result.size, *(view.size for view in call.views())]
        counts[place] += 1
        elements[place] += max(sizes)
        if call.kernel == "product":
            multiplied += call.result.size * next(call.views()).shape[-1]
    return multiplied, *(x for pair in zip(counts, elements) for x in pair)
