"""Value: a number that remembers how it was made.

Arithmetic on Values records what was done: the operation, its operands and, at that
moment, the local derivative of the result by each operand. ``backward`` multiplies
along. The methods named after operations stand in ``autograd/generated/methods.py``,
made from the table.

    >>> x, y = Value(2.0, name="x"), Value(-3.0, name="y")
    >>> z = x * y + y ** 2
    >>> z.backward()
    >>> z.data, x.grad, y.grad
    (3.0, -3.0, -4.0)
    >>> z.operation, z.operands[0]
    ('add', Value(-6.0, grad=1.0, operation='mul'))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress

from autograd.backward import Hook, Step, backward, backward_steps
from autograd.operations import OPERATIONS
from autograd.support import copying
from autograd.support.conversion import (
    comparable,
    derivatives_from,
    float_from,
    text_from,
    whole,
)
from autograd.support.observing import observers, tell
from autograd.support.readings import careful_reading
from autograd.support.switches import recording
from autograd.support.twin import Methods, twin
from autograd.support.typing import TYPE_CHECKING, Any, SupportsFloat

new = object.__new__  # looked up once: here is where the pure twin spends its time


@twin
class Value(Methods):
    """A real number, and how it was computed.

    data: the number, always a float: anything ``float()`` accepts, but no text, no
        complex number, no array and no other Value (TypeError).
    name: what drawings and messages call it.

        >>> Value(3, name="w")
        Value(3.0, grad=not computed, name='w')
        >>> Value("3")
        Traceback (most recent call last):
        ...
        TypeError: Value(): got str, needs one real number; convert it first, with \
float(text)
    """

    __slots__ = (
        "_data",
        "_grad",
        "_name",
        "_operation",
        "_operands",
        "_derivatives",
        "_hooks",
        "__weakref__",
    )

    _operands: tuple[Value | float, ...]
    _derivatives: tuple[float, ...]

    def __init__(self, data: SupportsFloat, name: str | None = None) -> None:
        if name is not None and not isinstance(name, str):
            raise TypeError(
                f"Value(): got {type(name).__name__} for the name, needs a str; what a "
                "Value was made of is recorded by itself"
            )
        self._data = float_from(data, "Value()")
        self._grad = self._operation = self._hooks = None
        self._name = text_from(name, "Value()")
        self._operands = self._derivatives = ()
        if observers.get():
            tell("made", self)

    @property
    def data(self) -> float:
        """The number; assigning converts with float() and changes no recorded graph."""
        return tell("data", self, None, self._data)

    @data.setter
    def data(self, data: SupportsFloat) -> None:
        self._data = float_from(data, "Value.data")

    @property
    def grad(self) -> float:
        """The derivative of the differentiated result by this; 0.0 before any pass."""
        grad = tell("grad", self, None, self._grad)
        return 0.0 if grad is None else grad

    @grad.setter
    def grad(self, grad: SupportsFloat | None) -> None:
        self._grad = None if grad is None else float_from(grad, "Value.grad")

    @property
    def has_grad(self) -> bool:
        """Whether ``grad`` was computed or set; setting it to None forgets it."""
        return tell("grad", self, None, self._grad) is not None

    @property
    def name(self) -> str | None:
        """What drawings and messages call it."""
        return self._name

    @name.setter
    def name(self, name: str | None) -> None:
        self._name = text_from(name, "Value.name")

    @property
    def operation(self) -> str | None:
        """The operation that made it, by its name in the table; None for a leaf."""
        return self._operation

    @operation.setter
    def operation(self, operation: str | None) -> None:
        self._operation = text_from(operation, "Value.operation")

    @property
    def operands(self) -> tuple[Value | float, ...]:
        """The operands in order, repeated when used twice; numbers stay floats."""
        return self._operands

    @operands.setter
    def operands(self, operands: Sequence[Value | SupportsFloat]) -> None:
        if not isinstance(operands, (tuple, list)):
            raise TypeError(
                f"Value.operands: got {type(operands).__name__}, needs a tuple of "
                "Values and numbers"
            )
        self._operands = tuple(as_number(x, "Value.operands") for x in operands)
        self._derivatives = (0.0,) * count_values(self._operands)

    @property
    def derivatives(self) -> Any:
        """The local derivatives: one float for each operand that is a Value."""
        return self._derivatives

    @derivatives.setter
    def derivatives(self, derivatives: Sequence[float]) -> None:
        count = count_values(self._operands)
        self._derivatives = derivatives_from(derivatives, count)

    def backward(self, seed: float = 1.0) -> None:
        """Differentiate this result by every Value below it, into their ``grad``.

        Inner nodes hold the derivative of the latest pass; leaves add up over passes.
        """
        backward(self, seed)

    def backward_steps(self, seed: float = 1.0) -> Iterator[Step]:
        """The backward pass as a generator, one node per step: to watch it happen."""
        return backward_steps(self, seed)

    def register_hook(self, function: Callable[[float], float | None]) -> Hook:
        """Call the function with this Value's adjoint in every backward pass.

        A number that it returns takes the adjoint's place: clipped, scaled, stopped.
        ``remove()`` of what is returned ends it. A pass is one of ``backward``, of
        ``gradients`` or of a transform; where its derivatives are to be differentiated,
        the adjoint is a Value. Forward mode has none, and says so.

            >>> x = Value(3.0)
            >>> hook = (y := x * x).register_hook(lambda adjoint: 10 * adjoint)
            >>> y.backward()
            >>> x.grad
            60.0
        """
        return Hook(self, function)

    def detach(self) -> Value:
        """A leaf with the same number, cut off from how it was made."""
        return Value(self.data, self.name)

    def item(self) -> float:
        """The number, as arrays and tensors of one element give theirs."""
        return self.data

    def __pos__(self) -> Value:
        return self

    def conjugate(self) -> Value:
        """This very Value, as of real numbers: NumPy asks in ``var`` and ``norm``."""
        return self

    def __eq__(self, other: object) -> bool:
        return tell("==", self, other, self._data == plain(other))

    def __ne__(self, other: object) -> bool:
        return tell("!=", self, other, self._data != plain(other))

    def __lt__(self, other: Number) -> bool:
        return tell("<", self, other, self._data < compared(other, "<"))

    def __le__(self, other: Number) -> bool:
        return tell("<=", self, other, self._data <= compared(other, "<="))

    def __gt__(self, other: Number) -> bool:
        return tell(">", self, other, self._data > compared(other, ">"))

    def __ge__(self, other: Number) -> bool:
        return tell(">=", self, other, self._data >= compared(other, ">="))

    __hash__ = object.__hash__  # by identity: equal numbers are not one variable

    def __bool__(self) -> bool:
        return tell("bool", self, None, self._data != 0)

    if not TYPE_CHECKING:  # to whom a Value is no number that float() takes

        def __float__(self):
            raise TypeError(
                "float(v) and math functions would lose the gradient silently; take "
                "v.data for the number, or autograd's own function, such as "
                "autograd.exp(v)"
            )

        __int__ = __float__

    def _no_quotient(self, other: object) -> Value:
        raise TypeError(
            "// and % are not offered for Values: their derivative is 0 almost "
            "everywhere; use v.data // n for the number"
        )

    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _no_quotient
    __divmod__ = __rdivmod__ = _no_quotient

    def __round__(self, digits: int | None = None) -> float:
        digits = None if digits is None else whole(digits, "round", None)
        return round(self.data, digits)

    def __format__(self, specification: str) -> str:
        try:
            return format(self.data if specification else str(self), specification)
        except ValueError as error:
            needs = "a format of floats such as .3f is needed"
            raise ValueError(f"format of a Value: {error}; {needs}") from None

    def __repr__(self) -> str:
        grad = "not computed" if self._grad is None else self._grad
        made = f", operation={self.operation!r}" if self.operation else ""
        name = f", name={self.name!r}" if self.name is not None else ""
        return f"Value({self._data}, grad={grad}{made}{name})"

    def __copy__(self) -> Value:
        return copying.restored(None, *copying.fields(self))

    def __deepcopy__(self, memo: dict) -> Value:
        return copying.deep_copy(self, memo)

    def __reduce__(self) -> tuple:
        return copying.reduced(self)

    def _recorded(self, data, operation, operands, derivatives):
        result = new(Value)
        result._data = data
        result._grad = result._name = result._hooks = None
        if recorded := recording.get():
            result._operation = operation
            result._operands = operands
            result._derivatives = derivatives
        else:
            result._operation = None
            result._operands = result._derivatives = ()
        if observers.get():
            tell("made", result, None, None if recorded else False)
        return result

    def _careful(self, operation, *operands):
        return apply(OPERATIONS[operation], *operands)


#: What arithmetic and functions take.
Number = Value | SupportsFloat


def plain(x):
    """The data of a Value; anything else as it is."""
    return x._data if isinstance(x, Value) else x


def compared(x, sign):
    """What a comparison compares the data with; TypeError where it cannot."""
    if x.__class__ is float:
        return x
    x = plain(x)
    return x if x.__class__ is float or x.__class__ is int else comparable(x, sign)


def as_number(x: Any, place: str) -> Value | float:
    """A Value as it is, a real number as a float; TypeError for anything else."""
    return x if isinstance(x, Value) else float_from(x, place)


def count_values(operands):
    """How many of the operands are Values."""
    return sum(isinstance(x, Value) for x in operands)


@twin
def node(data, operation, operands, derivatives):
    """A Value that remembers its operation; a bare leaf inside ``no_grad``."""
    return new(Value)._recorded(data, operation, operands, derivatives)


def apply(operation, *operands):
    """An operation on Values and numbers, by its row: a plain number of plain numbers.

    The way for every edge: IEEE 754 answers, and only the derivatives that are needed.

        >>> apply(OPERATIONS["log"], Value(0.0)), apply(OPERATIONS["log"], 0)
        (Value(-inf, grad=not computed, operation='log'), -inf)
    """
    operands = tuple(as_number(x, operation.name) for x in operands)
    operands += operation.defaults_after(len(operands))
    numbers = [plain(x) for x in operands]
    active = [isinstance(x, Value) for x in operands]
    value, derivatives = careful_reading(operation)
    if operation.variadic:
        numbers = [numbers]
    out = value(*numbers)
    if True not in active:
        return out
    if operation.variadic:
        slopes = compress(derivatives[0](*numbers, out), active)
    else:
        slopes = (slope(*numbers, out) for slope in compress(derivatives, active))
    return node(out, operation.name, operands, tuple(slopes))
