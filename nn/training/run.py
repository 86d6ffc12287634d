"""Run: the state of one training, its sweeps, and its checkpoints."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from autograd import Value, enable_grad
from autograd.support.conversion import (
    called,
    float_from,
    function_from,
    is_text,
    listed,
    refusal,
)
from autograd.support.files import held
from autograd.support.sweeps import Training, parts
from nn.files import read_document, write_document
from nn.module import Module
from nn.optimizers import SGD, Optimizer
from nn.training.quick import Quick

FORMAT = "scalar-autograd training"
Case = tuple[Any, Any]


@dataclass
class History:
    """How training went: E of every sweep, summed over its cases as they came."""

    errors: list[float] = field(default_factory=list)

    @property
    def sweeps(self) -> int:
        """The number of sweeps done."""
        return len(self.errors)


class Run(Training):
    """The training of a model: all that changes while it goes on, and its steps."""

    def __init__(
        self,
        model: Module,
        cases: Iterable[Case],
        loss: Callable[[Any, Any], Any],
        optimizer: Optimizer | None,
        batch: bool | int,
        random: Random | None,
        compiled: bool | None = None,
    ) -> None:
        super().__init__()
        self.model: Any = trainable(model)
        function_from(loss, "loss")
        if not (optimizer is None or isinstance(optimizer, Optimizer)):
            raise refusal(optimizer, "optimizer", "one such as SGD, or None")
        self.batch, self.random = batch, random
        self.cases = checked_cases(cases)
        self.parameters = model.parameters()
        if optimizer is None:
            optimizer = SGD(self.parameters, rate=0.1, momentum=0.9)
        self.optimizer = optimizer
        self.given = [x.grad if x.has_grad else None for x in self.parameters]
        self.history = History(self.errors)
        self.steps, self.sweeps = len(parts(self.cases, batch)), 0
        self.quick = Quick(
            error_of(model, loss), self.cases, self.parameters, self.summed, compiled
        )
        if not set(map(id, self.optimizer.parameters)) <= set(map(id, self.parameters)):
            raise ValueError(
                "fit: the optimizer has parameters that are not the model's; make it "
                "from the model.parameters() of this very model"
            )

    def train(self, sweeps: int, *others: Any) -> None:
        """Sweep until there are so many, or it is over."""
        self.sweeps = sweeps
        super().train(sweeps, *others)

    def sweep(self) -> None:
        """One presentation of all cases; case by case if programs turn out wrong."""
        if self.quick.is_looking:
            self.quick.begin(len(self.errors), self.sweeps, self.steps)
        if not self.quick.is_by_programs:
            super().sweep()
            return
        kept = self.kept() if self.steps > 1 else None
        super().sweep()
        if kept and self.quick.is_by_programs and not self.quick.holds():
            self.restore(kept)
            del self.errors[-1]
            super().sweep()

    def batches(self) -> list[list[int]]:
        """The numbers of the cases, as they come or shuffled."""
        order = list(range(len(self.cases)))
        if self.random:
            order = self.random.sample(order, len(order))
        return parts(order, self.batch)

    def step(self, E: float, batch: list[int], ends_sweep: bool) -> float:
        """One change of the weights, along the gradient of a batch."""
        for parameter in self.parameters:
            parameter.grad = None
        E = self.quick.added(E, batch)
        self.refuse_unreached()
        self.optimizer.step(ends_sweep=ends_sweep)
        return E

    def summed(self, E: float, chosen: Sequence[int]) -> float:
        """E with the errors of the chosen cases added, and their gradients in grad."""
        for case in chosen:
            E += self.error(*self.cases[case])
        return E

    def refuse_unreached(self) -> None:
        """ValueError when no parameter got a gradient: nothing would be learned."""
        if not any(parameter.has_grad for parameter in self.parameters):
            raise ValueError(
                "fit: the loss does not depend on any parameter of the model; compute "
                "it from the outputs themselves, not from .data or detached Values"
            )

    def error(self, inputs: Any, targets: Any) -> float:
        """The error of one case; its graph is differentiated, and freed on return."""
        with enable_grad():
            error = self.quick.function(inputs, targets)
        error.backward()
        return error.data

    def kept(self) -> Any:
        """The weights, the state of the optimizer, and that of the shuffling."""
        numbers = [parameter.data for parameter in self.parameters]
        return numbers, self.optimizer.state_dict(), self.random_state()

    def restore(self, kept: Any) -> None:
        """Put back what was kept."""
        numbers, optimizer, random = kept
        for parameter, number in zip(self.parameters, numbers):
            parameter.data = number
        if not self.errors:  # as it was before training
            for parameter, grad in zip(self.parameters, self.given):
                parameter.grad = grad
        self.optimizer.load_state_dict(optimizer)
        if self.random:
            self.random.setstate(random)

    def random_state(self) -> Any:
        """Where the random numbers of the shuffling stand; None without shuffling."""
        return self.random.getstate() if self.random else None

    @contextmanager
    def opened(
        self, checkpoint: str | os.PathLike | None, resume: bool
    ) -> Iterator[Callable[[], None]]:
        """Begin or read a checkpoint, and hold it; the function that writes it."""
        if checkpoint is not None:
            with held(checkpoint):
                self.begin(checkpoint, resume)
                yield partial(self.save, checkpoint)
        elif resume:
            raise ValueError("fit: resume=True needs the checkpoint to go on from")
        else:
            yield lambda: None

    def begin(self, checkpoint: str | os.PathLike, resume: bool) -> None:
        """Write a checkpoint, or go on from it; FileExistsError when in doubt."""
        if not Path(checkpoint).exists():
            self.save(checkpoint)  # a path that cannot be written is known at once
        elif resume:
            self.load(checkpoint)
        else:
            raise FileExistsError(
                f"{checkpoint}: this checkpoint is there already; go on from it with "
                "resume=True, or delete it"
            )

    def save(self, path: str | os.PathLike) -> None:
        """Write the checkpoint."""
        write_document(path, FORMAT, self.state())

    def state(self) -> dict[str, Any]:
        """All that the next sweeps depend on and that sweeps change, ready for JSON."""
        return {
            "cases": len(self.cases),
            "errors": self.errors,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "random": self.random_state(),
        }

    def load(self, path: str | os.PathLike) -> None:
        """Go on from a checkpoint; ValueError, and no change, when it does not fit."""
        document = read_document(path, FORMAT)
        try:
            self.all_or_nothing(partial(self.load_state, document))
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            needs = "needs one of this training"
            raise ValueError(
                f"{path}: no such checkpoint, {needs}: {error!r}"
            ) from None

    def load_state(self, state: dict[str, Any]) -> None:
        """Take over a ``state``, as far as it fits."""
        if state["cases"] != len(self.cases):
            raise ValueError(f"got {state['cases']} cases, needs {len(self.cases)}")
        if (state["random"] is None) != (self.random is None):
            raise ValueError("it was made with another choice of shuffle")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        if not isinstance(state["errors"], list):
            raise TypeError("errors: needs a list of numbers")
        self.errors[:] = [float_from(E, "errors") for E in state["errors"]]
        if self.random:
            version, numbers, gauss = state["random"]
            if gauss is not None:
                gauss = float_from(gauss, "random")
            self.random.setstate((version, tuple(numbers), gauss))


def error_of(model: Any, loss: Callable) -> Callable[[Any, Any], Value]:
    """The error of one case as a function; it raises TypeError when it is no Value."""

    def error_of_case(inputs: Any, targets: Any) -> Value:
        outputs = called(model, "fit: model", (inputs,), {})
        error = called(loss, "fit: loss", (outputs, targets), {})
        if not isinstance(error, Value):
            raise TypeError(
                f"fit: the loss gave {error!r:.60}, needs to give one Value, computed "
                "from the model's parameters"
            )
        return error

    return error_of_case


def trainable(model: Any) -> Any:
    """The model, which has parameters and can be called; else TypeError."""
    has_parameters = callable(getattr(model, "parameters", None))
    if isinstance(model, type) or not callable(model) or not has_parameters:
        needs = "a Module that can be called, such as an MLP"
        raise refusal(model, "fit: model", needs)
    return model


def checked_cases(cases: Iterable[Case]) -> list[Case]:
    """A list of pairs (inputs, targets); ValueError when empty or when they are not."""
    needs = "a pair (inputs, targets)"
    found: list[Case] = listed(cases, "fit: cases", f"a list with {needs} for each")
    for number, case in enumerate(found):
        if not isinstance(case, Sequence) or is_text(case) or len(case) != 2:
            raise refusal(case, f"fit: case {number} of cases", needs, ValueError)
    if not found:
        raise ValueError("fit: got no cases, needs at least one pair (inputs, targets)")
    return found
