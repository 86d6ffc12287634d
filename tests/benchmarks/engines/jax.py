"""JAX, eager on scalars and compiled on arrays."""

from __future__ import annotations

import jax
import jax.numpy as jnp

from .array_engine import ArrayEngine
from .engine import Engine

jax.config.update("jax_enable_x64", True)


class JaxScalars(Engine):
    exp, log, tanh = map(staticmethod, (jnp.exp, jnp.log, jnp.tanh))
    relu, logistic = map(staticmethod, (jax.nn.relu, jax.nn.sigmoid))

    def differentiator(self, program):
        function = jax.value_and_grad(program)

        def differentiated(numbers):
            value, gradients = function(numbers)
            return float(value), [float(g) for g in gradients]

        return differentiated


class JaxJit(ArrayEngine):
    exp, log = map(staticmethod, (jnp.exp, jnp.log))
    relu, logistic = map(staticmethod, (jax.nn.relu, jax.nn.sigmoid))

    def constant(self, array):
        return jnp.asarray(array)

    def differentiator(self, program):
        function = jax.jit(jax.value_and_grad(program))

        def differentiated(leaves):
            value, gradients = function(leaves)
            return float(value), gradients

        return differentiated

    def moved(self, leaves, gradients, velocity, rule):
        velocity = velocity or [0.0 * leaf for leaf in leaves]
        return momentum(leaves, gradients, velocity, *rule)


@jax.jit
def momentum(leaves, gradients, velocity, rate, momentum):
    """The leaves and the velocity after a step."""
    velocity = [momentum * v - rate * g for v, g in zip(velocity, gradients)]
    return [leaf + v for leaf, v in zip(leaves, velocity)], velocity
