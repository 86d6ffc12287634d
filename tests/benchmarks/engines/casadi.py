"""CasADi: symbolic scalars, its gradient, and its virtual machine to run them."""

from __future__ import annotations

import casadi

from .engine import Engine


class Casadi(Engine):
    """Builds the function and its gradient for every pass, then runs it once."""

    exp, log, tanh = map(staticmethod, (casadi.exp, casadi.log, casadi.tanh))

    @staticmethod
    def relu(x):
        return casadi.fmax(x, 0.0)

    def built(self, program, count):
        """A function of numbers that runs the program and its gradient."""
        symbols = casadi.SX.sym("x", count)
        result = program(casadi.vertsplit(symbols))
        gradient = casadi.gradient(result, symbols)
        function = casadi.Function("program", [symbols], [result, gradient])

        def run(numbers):
            value, gradients = function(numbers)
            return float(value), gradients.full().ravel().tolist()

        return run

    def differentiator(self, program):
        return lambda numbers: self.built(program, len(numbers))(numbers)


class CasadiReplay(Casadi):
    """Builds once, then only runs."""

    def differentiator(self, program):
        functions = []

        def differentiated(numbers):
            if not functions:
                functions.append(self.built(program, len(numbers)))
            return functions[0](numbers)

        return differentiated
