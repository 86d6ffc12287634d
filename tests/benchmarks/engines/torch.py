"""PyTorch, eager, on tensors of one number each and on whole tensors."""

from __future__ import annotations

from itertools import chain

import torch

from .array_engine import ArrayEngine
from .engine import Engine

torch.set_num_threads(1)


class TorchScalars(Engine):
    exp, log, tanh = map(staticmethod, (torch.exp, torch.log, torch.tanh))
    relu, logistic = map(staticmethod, (torch.relu, torch.sigmoid))

    def leaves(self, numbers, shapes=None):
        kind = torch.float64
        return [torch.tensor(x, dtype=kind, requires_grad=True) for x in numbers]

    def differentiator(self, program):
        def differentiated(leaves):
            result = program(leaves)
            gradients = torch.autograd.grad(result, leaves, allow_unused=True)
            return result.item(), [0.0 if g is None else g.item() for g in gradients]

        return differentiated

    @torch.no_grad()
    def shifted(self, leaves, velocity):
        for leaf, v in zip(leaves, velocity):
            leaf += v
        return leaves


class TorchRows(TorchScalars):
    """The program of scalars on columns, with a number for each row."""

    def table(self, numbers, width):
        return torch.tensor(numbers, dtype=torch.float64).reshape(-1, width)

    def differentiator_of_rows(self, program):
        def differentiated(given):
            rows, shared = given
            columns = [x.clone().requires_grad_() for x in rows.T]
            result = program(columns + shared).sum()
            gradients = torch.autograd.grad(result, columns + shared)
            by_rows = torch.stack(gradients[: len(columns)], dim=1)
            return result.item(), chain(by_rows.ravel(), gradients[len(columns) :])

        return differentiated


class TorchTensors(ArrayEngine):
    exp, log = map(staticmethod, (torch.exp, torch.log))
    relu, logistic = map(staticmethod, (torch.relu, torch.sigmoid))

    def constant(self, array):
        return torch.tensor(array, dtype=torch.float64)

    def leaves(self, numbers, shapes=None):
        return [leaf.requires_grad_() for leaf in super().leaves(numbers, shapes)]

    def differentiator(self, program):
        def differentiated(leaves):
            result = program(leaves)
            return result.item(), torch.autograd.grad(result, leaves)

        return differentiated

    @torch.no_grad()
    def moved(self, leaves, gradients, velocity, rule):
        leaves, velocity = super().moved(leaves, gradients, velocity, rule)
        return [leaf.requires_grad_() for leaf in leaves], velocity
