"""CasADi: symbolic scalars, its gradient, its virtual machine and its generated C."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import casadi
import numpy as np

from .engine import Engine, Missing


class Casadi(Engine):
    """Builds the function and its gradient for every pass, then runs it once."""

    exp, log, tanh = map(staticmethod, (casadi.exp, casadi.log, casadi.tanh))

    @staticmethod
    def relu(x):
        return casadi.fmax(x, 0.0)

    def built(self, program, count):
        """The program and its gradient as a function of CasADi's."""
        symbols = casadi.SX.sym("x", count)
        result = program(casadi.vertsplit(symbols))
        gradient = casadi.gradient(result, symbols)
        return casadi.Function("program", [symbols], [result, gradient])

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

    def rows(self, numbers, width):
        return np.ascontiguousarray(np.reshape(numbers, (-1, width)).T)

    def differentiator_of_rows(self, program):
        functions = []

        def differentiated(columns):
            if not functions:
                width, count = columns.shape
                functions.append(self.built(program, width).map(count))
            values, gradients = functions[0](columns)
            return values.full().sum(), gradients.full().T.ravel()

        return differentiated


class CasadiC(CasadiReplay):
    """The same as C, compiled by gcc."""

    def __init__(self) -> None:
        if not shutil.which("gcc"):
            raise Missing("needs gcc, which is not there")

    def built(self, program, count):
        function = super().built(program, count)
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
