"""Training for the experiments of 1986: recipes, whole sweeps, and who is right.

All cases are one graph. It is recorded once, folded into array operations and trained
in arrays, to the weights that ``nn.fit`` gives.

>>> from nn import MLP
>>> model, cases = MLP(2, [2, 1], seed=1), [([0, 0], 0), ([0, 1], 1)]
>>> recipe = Recipe("as an example", epsilon=0.5, alpha=0.9, sweeps=200)
>>> training = trained(model, cases, recipe, goal=Answers(model, cases).all_right)
>>> len(training.errors), training.reached
(100, 29)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import autograd
from nn import MLP, SGD, Module, squared_error, uniform
from nn.losses import numbers
from nn.optimizers.optimizer import Setting
from nn.training.fitting import shown
from nn.training.run import History

Case = tuple[Any, Any]
EVERY = 100  # sweeps between two looks at the goal
FEW = 10  # sweeps for which it does not pay to set up arrays to train in


@dataclass(frozen=True)
class Recipe:
    """How to train, in the letter's names: its ε and α, and what it says beside them.

    decay: the fraction that every weight loses after each change; reach: weights begin
    in U(-reach, reach); loss: the error of one case.
    """

    meaning: str
    epsilon: Setting
    alpha: Setting
    sweeps: int
    decay: Setting = 0.0
    reach: float = 0.3
    loss: Callable[[Any, Any], Any] = squared_error

    def network(self, inputs: int, hidden: int, seed: int) -> MLP:
        """Before training: so many inputs and hidden units, 1 output, all biased."""
        reach = uniform(self.reach)
        return MLP(inputs, [hidden, 1], initialization=reach, seed=seed)

    def optimizer(self, model: Module) -> SGD:
        """Equation 9, and the decay."""
        return SGD(model.parameters(), self.epsilon, self.alpha, self.decay)


@dataclass
class Trained(History):
    """How training went: E of every sweep, and since which its goal is met."""

    reached: int | None = field(default=None, kw_only=True)


def trained(
    model: Any,
    cases: Sequence[Case],
    recipe: Recipe,
    sweeps: int | None = None,
    goal: Callable[[], bool] | None = None,
    go_on: bool = False,
    every: int = EVERY,
    progress: bool = False,
) -> Trained:
    """Train the model; E of every sweep is summed over the cases.

    sweeps: how many at most; None is the recipe's own number.
    goal: whether the model does what it should. It is asked every so many sweeps; when
        it says yes, those sweeps are repeated one by one to see since when it does.
        A moment of luck on a plateau, where every output is near 1/2, does not count.
    go_on: whether training goes on then.
    """
    sweeps = recipe.sweeps if sweeps is None else sweeps
    errors = [recipe.loss(model(inputs), targets) for inputs, targets in cases]
    program = folded(autograd.sum(errors), model)
    search = Search(program, recipe.optimizer(model), goal)
    history = search.history
    with shown(progress, history, sweeps) as show:
        while history.sweeps < sweeps and (go_on or history.reached is None):
            looking = goal is not None and history.reached is None
            left = sweeps - history.sweeps
            search.go(min(left, every) if looking else left, show)
            if looking:
                search.look()
    return history


class Search:
    """A training that looks whether a goal is met, and since when."""

    def __init__(self, program: Any, optimizer: SGD, goal: Any) -> None:
        self.program, self.optimizer, self.goal = program, optimizer, goal
        self.history = Trained()

    def go(self, sweeps: int, show: Callable[[], None]) -> None:
        """So many sweeps in one go; what was before is remembered."""
        weights = [parameter.data for parameter in self.optimizer.parameters]
        self.before = weights, self.optimizer.state_dict(), self.history.sweeps

        def swept(error: float) -> None:
            self.history.errors.append(error)
            show()

        if sweeps > FEW:
            self.program.train(self.optimizer, sweeps=sweeps, progress=swept)
            return
        for _ in range(sweeps):
            self.optimizer.zero_grad()
            error = self.program.value_and_gradients(write=True).value
            self.optimizer.step()
            swept(error)

    def look(self) -> None:
        """If the goal is met, repeat the last sweeps one by one to find since when."""
        weights, state, start = self.before
        last = self.history.sweeps
        if not self.goal():
            return
        missed = start
        if last - start > 1:
            self.optimizer.load_state_dict(state)
            for parameter, number in zip(self.optimizer.parameters, weights):
                parameter.data = number
            del self.history.errors[start:]
            while self.history.sweeps < last:
                self.go(1, lambda: None)
                missed = missed if self.goal() else self.history.sweeps
        self.history.reached = min(missed + 1, last)


def folded(result: Any, model: Module) -> Any:
    """The array program of a result that depends on the model's parameters."""
    return autograd.record(result, parameters=model.parameters()).fold()


class Answers:
    """What a model says to cases, anew at each call: one list of outputs per case.

    >>> from nn import MLP
    >>> answers = Answers(MLP(2, [2, 1], seed=1), [([0, 0], 0), ([0, 1], 1)])
    >>> answers.right(), answers.all_right()
    (1, False)
    """

    def __init__(self, model: Any, cases: Sequence[Case]) -> None:
        self.targets = [numbers(targets) for _, targets in cases]
        outputs = [y for inputs, _ in cases for y in numbers(model(inputs))]
        self.program = folded(outputs, model)

    def __call__(self) -> list[list[float]]:
        outputs = iter(self.program())
        return [[next(outputs) for _ in row] for row in self.targets]

    def right(self, margin: float = 0.5) -> int:
        """The number of cases whose outputs are all nearer than the margin."""
        return sum(
            all(abs(y - d) < margin for y, d in zip(outputs, targets))
            for outputs, targets in zip(self(), self.targets)
        )

    def all_right(self) -> bool:
        """Whether every output of every case is on the right side of 1/2."""
        wanted = (d for row in self.targets for d in row)
        return all(abs(y - d) < 0.5 for y, d in zip(self.program(), wanted))
