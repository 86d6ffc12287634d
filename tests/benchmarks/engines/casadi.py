"""CasADi: symbolic scalars, its gradient, its virtual machine and its generated C."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import accumulate, chain
from pathlib import Path

import casadi
import numpy as np

from .engine import Engine, Missing

#: What a map repeats, the shared leaves; what it sums, values and slopes by those.
SHARED, SUMMED = [False, True], [True, False, True]


class Casadi(Engine):
    """Builds the function and its gradient for every pass, then runs it once."""

    exp, log, tanh = map(staticmethod, (casadi.exp, casadi.log, casadi.tanh))

    @staticmethod
    def relu(x):
        return casadi.fmax(x, 0.0)

    def built(self, program, *counts):
        """A function of columns of leaves: the value, and the gradient by each."""
        symbols = [casadi.SX.sym("x", count) for count in counts]
        leaves = casadi.vertcat(*symbols)
        result = program(casadi.vertsplit(leaves))
        gradient = casadi.gradient(result, leaves)
        slopes = casadi.vertsplit(gradient, [0, *accumulate(counts)])
        return casadi.Function("program", symbols, [result, *slopes])

    def run(self, function, numbers):
        """The value and the derivatives as numbers."""
        value, gradients = function(numbers)
        return float(value), gradients.full().ravel().tolist()

    def differentiator(self, program):
        return lambda numbers: self.run(self.built(program, len(numbers)), numbers)


class CasadiReplay(Casadi):
    """Builds once, then only runs; many inputs by one call of its map."""

    def differentiator(self, program):
        functions = []

        def differentiated(numbers):
            if not functions:
                functions.append(self.built(program, len(numbers)))
            return self.run(functions[0], numbers)

        return differentiated

    def table(self, numbers, width):
        return np.ascontiguousarray(np.reshape(numbers, (-1, width)).T)

    def differentiator_of_rows(self, program):
        functions = []

        def differentiated(given):
            columns, shared = given
            if not functions:
                width, count = columns.shape
                function = self.built(program, width, len(shared))
                functions.append(function.map(count, SHARED, SUMMED))
            value, by_rows, by_shared = functions[0](columns, shared)
            return float(value), chain(by_rows.full().T.flat, by_shared.full().flat)

        return differentiated


class CasadiC(CasadiReplay):
    """The same as C, compiled by gcc."""

    def __init__(self) -> None:
        if not shutil.which("gcc"):
            raise Missing("needs gcc, which is not there")

    def built(self, program, *counts):
        function = super().built(program, *counts)
        with tempfile.TemporaryDirectory() as folder:
            before = os.getcwd()
            os.chdir(folder)  # CasADi writes to the present folder only
            try:
                function.generate("program.c")
            finally:
                os.chdir(before)
            options = ["-O3", "-march=native", "-shared", "-fPIC"]
            files = ["program.c", "-o", "program.so"]
            subprocess.run(["gcc", *options, *files], check=True, cwd=folder)
            return casadi.external("program", str(Path(folder, "program.so")))
