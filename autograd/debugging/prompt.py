"""A prompt in the terminal that steps through a backward pass, forth and back.

>>> x = Value(3.0, name="x")
>>> prompt = StepPrompt(x * x)
>>> for command in "next", "next", "print", "back":
...     stop = prompt.onecmd(command)
step 1 of 2: v1 = mul(x, x) = 9.0, its gradient 1.0 is complete
  ∂E/∂x += ∂E/∂v1 × ∂v1/∂x = 1.0 × 3.0 = 3.0
  ∂E/∂x += ∂E/∂v1 × ∂v1/∂x = 1.0 × 3.0 = 3.0
step 2 of 2: x = 3.0, its gradient 6.0 is complete
  it has no operands to send to
v1 = mul(x, x) = 9.0: gradient 1.0
x = 3.0: gradient 6.0 = 3.0 + 3.0
step 1 of 2: v1 = mul(x, x) = 9.0, its gradient 1.0 is complete
  ∂E/∂x += ∂E/∂v1 × ∂v1/∂x = 1.0 × 3.0 = 3.0
  ∂E/∂x += ∂E/∂v1 × ∂v1/∂x = 1.0 × 3.0 = 3.0
"""

from __future__ import annotations

import cmd
from functools import reduce
from operator import add
from typing import IO, Any

from autograd.backward import Step, backward_steps, topological_order
from autograd.debugging.sites import site_of
from autograd.value import Value

HELP = """\
next [N]      the next step (or N of them)      back [N]   undo them
jump N        to step N                         until NODE until a name or operation
print [NODE]  gradients so far                  where      the line that made the node
graph         the graph below the node          quit       leave
"""


class StepPrompt(cmd.Cmd):
    """The commands of ``step``: each prints to standard output."""

    prompt = "(backward) "

    def __init__(self, result: Value, stdout: IO[str] | None = None) -> None:
        super().__init__(stdout=stdout)
        self.intro = HELP
        self.steps = list(backward_steps(result))
        self.numbers = {v: i for i, v in enumerate(topological_order(result))}
        self.done = 0

    def write(self, *lines: str) -> None:
        """Print lines."""
        print(*lines, sep="\n", file=self.stdout)

    def label(self, node: Any) -> str:
        """The name of a node, or v and its number in topological order."""
        return node.name or f"v{self.numbers[node]}"

    def formula(self, node: Value) -> str:
        """A node with its operation and number: ``v1 = mul(x, x) = 9.0``."""
        made = ""
        if node.operation:
            operands = (
                self.label(x) if isinstance(x, Value) else str(x) for x in node.operands
            )
            made = f"{node.operation}({', '.join(operands)}) = "
        return f"{self.label(node)} = {made}{node.data}"

    def lines_of(self, step: Step) -> list[str]:
        """The chain rule of one step, with numbers."""
        node = self.label(step.node)
        lines = [
            f"  ∂E/∂{self.label(x)} += ∂E/∂{node} × ∂{node}/∂{self.label(x)}"
            f" = {step.adjoint} × {derivative} = {amount}"
            for x, derivative, amount in step.contributions
        ]
        return lines or ["  it has no operands to send to"]

    def show(self) -> None:
        """The present step."""
        count = len(self.steps)
        if not self.done:
            self.write(f"before step 1 of {count}: only the seed ∂E/∂E = 1")
            return
        step = self.steps[self.done - 1]
        node = f"step {self.done} of {count}: {self.formula(step.node)}"
        complete = f"its gradient {step.adjoint} is complete"
        self.write(f"{node}, {complete}", *self.lines_of(step))

    def terms(self) -> dict[Value, list[float]]:
        """What has arrived at each node so far."""
        found: dict[Value, list[float]] = {self.steps[0].node: [self.steps[0].adjoint]}
        for step in self.steps[: self.done]:
            for x, _, amount in step.contributions:
                found.setdefault(x, []).append(amount)
        return found

    def found(self, name: str) -> list[Value]:
        """The nodes with a label, name or operation."""
        return [v for v in self.numbers if name in (self.label(v), v.operation)]

    def go(self, place: int) -> None:
        """To a step, or as near as there is one."""
        if not 0 <= place <= len(self.steps):
            self.write(f"there are steps 0 to {len(self.steps)}")
        self.done = min(max(place, 0), len(self.steps))
        self.show()

    def move(self, start: int, sign: int, text: str) -> None:
        """As many steps from a start as a text says, if it is a number."""
        if text.isdecimal():
            self.go(start + sign * int(text))
        else:
            self.write(f"got {text!r}, needs a whole number")

    def do_next(self, text: str) -> None:
        """next [N]: the next step, or N of them."""
        self.move(self.done, 1, text or "1")

    def do_back(self, text: str) -> None:
        """back [N]: one step back, or N."""
        self.move(self.done, -1, text or "1")

    def do_jump(self, text: str) -> None:
        """jump N: to step N; 0 is before the first."""
        self.move(0, 1, text)

    def do_until(self, name: str) -> None:
        """until NODE: forward to the next step with this name or operation."""
        wanted = self.found(name)
        for place, step in enumerate(self.steps[self.done :], start=self.done + 1):
            if any(step.node is v for v in wanted):
                return self.go(place)
        return self.write(f"no later step is of {name!r}")

    def do_print(self, name: str) -> None:
        """print [NODE]: gradients so far, of one node or of all that have any."""
        arrived = self.terms()
        nodes = self.found(name) if name else [s.node for s in self.steps]
        if not nodes:
            self.write(f"there is no node {name!r}")
        finished = {step.node for step in self.steps[: self.done]}
        for v in nodes:
            if v in arrived or name:
                self.write(f"{self.formula(v)}: {told(arrived.get(v), v in finished)}")

    @property
    def node(self) -> Value:
        """The node of this step; before the first one, the result."""
        return self.steps[max(self.done, 1) - 1].node

    def do_where(self, text: str) -> None:
        """where: the line of the program that made the node of this step."""
        site = site_of(self.node) or "unknown; make it inside a debug() block"
        self.write(f"{self.label(self.node)}: {site}")

    def do_graph(self, text: str) -> None:
        """graph: the graph below the node of this step, each node once."""
        for v in reversed(topological_order(self.node)):
            self.write(f"  {self.formula(v)}")

    def do_quit(self, text: str) -> bool:
        """quit: leave; gradients are those of the whole pass."""
        return True

    do_n, do_b, do_j, do_u, do_p = do_next, do_back, do_jump, do_until, do_print
    do_w, do_g, do_q, do_EOF = do_where, do_graph, do_quit, do_quit


def told(terms: list[float] | None, finished: bool) -> str:
    """A gradient and the terms that it is the sum of, in words."""
    if terms is None:
        return "nothing has arrived"
    total = reduce(add, terms, 0.0)  # in turn, as the pass adds them
    plus = " = " + " + ".join(map(str, terms)) if len(terms) > 1 else ""
    return f"gradient {total}{plus}" + ("" if finished else " so far")


def step(result: Value) -> None:
    """Differentiate a result and step through that in the terminal, forth and back.

    The commands are next, back, jump N, until NODE, print, where, graph and quit.
    Afterwards the gradients are those of one whole pass. Inside pdb type
    ``!step(loss)``: without the ``!`` pdb takes it for its own command.
    """
    if not isinstance(result, Value):
        raise TypeError(f"step: got {type(result).__name__}, needs a Value")
    StepPrompt(result).cmdloop()
