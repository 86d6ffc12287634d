"""fit: a Run from its beginning to its end, with a progress bar."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from autograd.support.conversion import flag, whole
from autograd.support.files import path_from
from autograd.support.sweeps import stop_condition
from nn.initialization import random_from
from nn.losses import squared_error
from nn.module import Module
from nn.optimizers import Optimizer
from nn.training.run import Case, History, Run


def fit(
    model: Module,
    cases: Iterable[Case],
    *,
    loss: Callable[[Any, Any], Any] = squared_error,
    optimizer: Optimizer | None = None,
    sweeps: int = 1000,
    batch: bool | int = True,
    shuffle: bool = False,
    seed: int | Random | None = None,
    stop_when: float | Callable[[History], Any] | None = None,
    progress: bool | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    every: int = 100,
    resume: bool = False,
    compiled: bool | None = None,
) -> History:
    """Train a model on cases, pairs (inputs, targets), sweep after sweep.

    loss: the error of ``model(inputs)`` against the targets of one case. Errors and
        gradients are summed over cases, never averaged.
    optimizer: of the model's parameters; None is SGD with the rate 0.1 and the momentum
        0.9 of the paper's first experiment.
    batch: True changes the weights once a sweep, by the gradient of all cases; False,
        after every case; a number, after so many.
    shuffle: whether every sweep takes the cases in a new order, drawn from ``seed``: an
        int, a ``random.Random``, or None for Python's own ``random``.
    stop_when: an E to stop at, or a function of the History, asked after every sweep.
    progress: whether tqdm shows a bar with E; None, if it is installed and a terminal
        is there.
    checkpoint: a file that holds, whenever the process is killed, all that training
        needs to go on. It is written before the first sweep, after ``every`` so many
        and at the end, and refused if it is there already, unless training resumes. A
        second process with the same is refused while the first is at work, unless the
        system has no locks, as Windows.
    resume: whether to go on from the checkpoint, if there is one, to the same bits as
        without the interruption. Settings are not kept in it: give the same again.
    compiled: whether to record the error of a case once and compute all cases at a time
        as a folded program. None does so where it can (it needs NumPy), warns in one
        line where it cannot, and works case by case under a debugger. A loss or a model
        with side effects, such as printing, needs False: a program repeats none.

    An exception, Ctrl-C too, leaves the model as it was after the last whole sweep.
    """
    shuffle, resume = flag(shuffle, "shuffle"), flag(resume, "resume")
    progress = None if progress is None else flag(progress, "progress")
    compiled = None if compiled is None else flag(compiled, "compiled")
    random = random_from(seed)
    random = random if shuffle else None
    run = Run(model, cases, loss, optimizer, batch, random, compiled)
    sweeps, every = whole(sweeps, "sweeps", 0), whole(every, "every")
    checkpoint = None if checkpoint is None else path_from(checkpoint)
    is_over = stop_condition(stop_when, run.errors, run.history)
    with (
        run.opened(checkpoint, resume) as save,
        shown(progress, run.history, sweeps) as show,
    ):

        def after(error: float) -> None:
            show()
            if run.history.sweeps % every == 0:
                save()

        try:
            run.train(sweeps, is_over, after)
        finally:
            save()
    return run.history


@contextmanager
def shown(
    progress: bool | None, history: History, sweeps: int
) -> Iterator[Callable[[], None]]:
    """A function to call after every sweep: it shows E in a bar, or does nothing."""
    try:
        from tqdm import tqdm
    except ImportError:
        if progress:
            raise ImportError(
                "progress=True needs tqdm: pip install tqdm, or leave progress out"
            ) from None
        progress = False
    if progress is False:
        yield lambda: None
        return
    # disable=None is tqdm's word for: only on a terminal
    hidden = None if progress is None else False
    done = history.sweeps
    with tqdm(total=sweeps, initial=done, unit="sweep", disable=hidden) as bar:

        def show() -> None:
            bar.set_postfix_str(f"E={history.errors[-1]:.4g}", refresh=False)
            bar.update()

        yield show
