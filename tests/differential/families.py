"""The kinds of programs that people write out of scalars, as text drawn at random.

A family draws the body of ``program(x, w)`` and the numbers of its inputs and weights.
"""

from __future__ import annotations

from collections.abc import Callable
from textwrap import dedent

from hypothesis import strategies as st

SMOOTH = [
    "tanh",
    "logistic",
    "softplus",
    "sin",
    "cos",
    "exp",
    "atan",
    "erf",
    "silu",
    "gelu",
    "square",
    "asinh",
]
KINKED = ["relu", "abs", "leaky_relu", "elu"]
PARTIAL = [
    "log",
    "sqrt",
    "reciprocal",
    "log1p",
    "acos",
    "atanh",
    "cbrt",
    "tan",
    "expm1",
    "log2",
]
OWN = ["cube", "wave", "clipped", "gate"]  # of ``reference.World``
CONSTANTS = ["0.0", "1.0", "-1.0", "2.0", "0.5", "3.0", "-0.0", "1e-3"]


class Draw:
    """What a family draws with: sizes, choices and names."""

    def __init__(self, draw) -> None:
        self.draw = draw

    def size(self, least: int, most: int) -> int:
        """A whole number; the least is the simplest."""
        return self.draw(st.integers(least, most))

    def choice(self, options):
        """One of them; the first is the simplest."""
        return self.draw(st.sampled_from(options))

    def unary(self) -> str:
        """The name of a function of one number."""
        return self.choice([*SMOOTH, *KINKED, *SMOOTH, *PARTIAL])

    def bounded(self) -> str:
        """The name of an activation."""
        return self.choice(
            ["tanh", "logistic", "softplus", "relu", "sin", "leaky_relu", "silu"]
        )


def expression(draw: Draw):
    """Any operations on any earlier numbers, those that nobody used summed up."""
    inputs, weights = draw.size(1, 3), draw.size(1, 3)
    names = [f"x[{i}]" for i in range(inputs)] + [f"w[{i}]" for i in range(weights)]
    lines, unused = [], []
    for step in range(draw.size(1, 9)):
        a, b = draw.choice(names), draw.choice([*names, *CONSTANTS])
        form = draw.choice(FORMS)
        text = form.format(a=a, b=b, f=draw.unary(), own=draw.choice(OWN))
        lines.append(f"v{step} = {text}")
        unused = [name for name in unused if name not in (a, b)] + [f"v{step}"]
        names.append(f"v{step}")
    return "\n".join([*lines, "return " + " + ".join(unused)]), inputs, weights


FORMS = ["{a} + {b}", "{a} * {b}", "{a} - {b}", "{f}({a})", "{a} * {a}", "-{a}"]
FORMS += ["{b} * {a}", "{b} * {a} + {a}", "{a} / {b}", "{a} ** 2", "{own}({a})"]
FORMS += ["where({a} > {b}, {a}, {b} * {a})", "min({a}, {b})", "max({a} * {a}, {b})"]
FORMS += [
    "{a} * 2.0 + 2.0 * {b}",
    "logsumexp([{a}, {b}, {a}])",
    "softmax([{a}, {b}])[0]",
]
FORMS += ["dot([{a}, {b}], [{b}, 2.0], {a})", "sum([{a}, {b}, {a}])", "2.0 * 3.0 * {a}"]
FORMS += ["{a} ** 0.5", "2.0 ** {a}", "mean([{a}, {b}])", "prod([{a}, {b}, {a}])"]


def accumulation(draw: Draw):
    """A total over a loop."""
    n = draw.size(1, 6)
    term = draw.choice(
        [
            "a * b",
            "a * b + a",
            "{f}(a * b)",
            "b * (a - 0.5)",
            "2.0 * b",
            "a + b",
            "b / a",
            "0.5 * a * b + 0.5 * b * b",
            "{own}(a * b)",
            "a * b * b",
            "b * total",
            "a",
        ]
    ).format(f=draw.unary(), own=draw.choice(OWN))
    start = draw.choice(["0.0", "1.0", "w[0]", "-0.0"])
    body = f"""
    total = {start}
    for a, b in zip(x, w):
        total = total + {term}
    return total"""
    return dedent(body), n, n


def net(draw: Draw):
    """A net of one hidden layer, its units written as sums or dots."""
    inputs, hidden = draw.size(1, 4), draw.size(1, 4)
    unit = draw.choice(
        [
            "dot(w[i * n : i * n + n], x)",
            "builtins.sum(a * b for a, b in zip(w[i * n :], x))",
            "builtins.sum([w[i * n + j] * x[j] for j in range(n)], 0.0)",
            "dot(x, w[i * n :][:n], 0.0)",
            "dot(w[i * n : i * n + n], x, w[n * m])",
            "dot(x, w[: n], w[i])",
        ]
    )
    first, last = draw.bounded(), draw.choice(["", *SMOOTH, *KINKED])
    body = f"""
    n, m = {inputs}, {hidden}
    h = [{first}({unit}) for i in range(m)]
    y = {last}(dot(w[n * m : n * m + m], h, w[-1]))
    return (y - x[-1]) * (y - x[-1]) * 0.5"""
    return dedent(body), inputs, inputs * hidden + hidden + 1


def losses(draw: Draw):
    """A linear classifier, with the error of one answer against the others."""
    n, m = draw.size(1, 3), draw.size(1, 4)
    error = draw.choice(
        [
            "logsumexp(z) - z[0]",
            "-log(softmax(z)[0])",
            "sum(relu(1.0 + a - z[0]) for a in z)",
            "max(z) - z[0]",
            "mean([abs(a - 0.5) for a in z])",
            "sum([square(a) for a in z])",
        ]
    )
    body = f"""
    n, m = {n}, {m}
    z = [dot(w[i * n : i * n + n], x) for i in range(m)]
    return {error}"""
    return dedent(body), n, n * m


def recurrence(draw: Draw):
    """A state carried through the inputs."""
    n = draw.size(1, 6)
    cell = draw.choice(
        ["w[0] * h + w[1] * a", "dot([w[0], w[1]], [h, a], w[2])", "w[0] * a"]
    )
    gate = draw.choice(
        ["{f}({c})", "h + {f}({c})", "w[2] * h + (1.0 - w[2]) * {f}({c})"]
    )
    text = gate.format(f=draw.choice([draw.bounded(), draw.choice(OWN)]), c=cell)
    result = draw.choice(["h", "h * h", "h + total", "total", "max(h, total)"])
    body = f"""
    h, total = {draw.choice(["0.0", "1.0", "w[0]", "x[0]"])}, 0.0
    for a in x:
        h = {text}
        total = total + h
    return {result}"""
    return dedent(body), n, 3


def attention(draw: Draw):
    """Places that look at the places before them, one number or two for each."""
    n, scale = draw.size(1, 5), draw.choice(["", " * 0.5", " * w[3]"])
    seen = draw.choice([": i + 1", ":", "i :"])
    body = f"""
    keys, values = [w[0] * a for a in x], [w[1] * a + w[2] for a in x]
    out = []
    for i, a in enumerate(x):
        shares = softmax([a * key{scale} for key in keys[{seen}]])
        out.append(dot(shares, values[{seen}]))
    return {draw.choice(["sum(out)", "out[-1]", "mean([o * o for o in out])"])}"""
    return dedent(body), n, 4


def filter_(draw: Draw):
    """Moving averages, exponential ones, and recursive filters of second order."""
    n = draw.size(1, 8)
    step = draw.choice(
        [
            "w[0] * a + (1.0 - w[0]) * y",
            "w[0] * a + w[1] * y - w[2] * z",
            "a + w[0] * z",
        ]
    )
    body = f"""
    y, z, error = 0.0, 0.0, 0.0
    for a in x:
        y, z = {step}, y
        error = error + square(y - a)
    return error"""
    return dedent(body), n, 3


def integrator(draw: Draw):
    """An equation of motion, by Euler's or a Runge-Kutta rule."""
    steps = draw.size(1, 6)
    slope = draw.choice(
        [
            "w[0] * p",
            "-w[0] * sin(p) + w[1]",
            "w[0] * p * (1.0 - p)",
            "w[1] / (p * p + 1.0)",
        ]
    )
    rule = draw.choice(
        [
            "y = y + 0.1 * f(y)",
            "k = f(y)\n    y = y + 0.05 * (k + f(y + 0.1 * k))",
            "k = f(y)\n    l = f(y + 0.05 * k)\n    y = y + 0.1 * l",
        ]
    ).replace("\n", "\n    ")
    body = f"""
    def f(p):
        return {slope}
    y = x[0]
    for _ in range({steps}):
        {rule}
    return {draw.choice(["y", "square(y - w[2])", "y * w[2]"])}"""
    return dedent(body), 1, 3


def dynamic_program(draw: Draw):
    """The best, or the sum, over all ways through a grid."""
    n, m = draw.size(1, 4), draw.size(1, 3)
    join = draw.choice(["min", "max", "logsumexp", "sum"])
    body = f"""
    best = [w[j] for j in range({m})]
    for a in x:
        best = [
            {join}([best[k] + w[{m} + abs(j - k)] * a for k in range({m})])
            for j in range({m})
        ]
    return {join}(best)"""
    body = body.replace("abs(j - k)", "(j - k) * (j - k) % 3")  # plain numbers
    return dedent(body), n, m + 3


def tree(draw: Draw):
    """Numbers joined two by two."""
    n = draw.size(1, 8)
    join = draw.choice(["w[0] * a + w[1] * b", "{f}(a * w[0] + b)", "max(a, b) * w[1]"])
    text = join.format(f=draw.unary())
    body = f"""
    def join(row):
        if len(row) == 1:
            return row[0] * w[2]
        a, b = join(row[: len(row) // 2]), join(row[len(row) // 2 :])
        return {text}
    return join(list(x))"""
    return dedent(body), n, 3


def edges(draw: Draw):
    """A rod with fixed ends, warmed from place to place."""
    n, steps = draw.size(1, 6), draw.size(1, 4)
    ends = draw.choice([("0.0", "1.0"), ("w[1]", "w[1]"), ("x[0]", "0.0")])
    change = draw.choice(["u[i - 1] - 2.0 * u[i] + u[i + 1]", "u[i + 1] - u[i]"])
    body = f"""
    u = [{ends[0]}, *x, {ends[1]}]
    for _ in range({steps}):
        inner = [u[i] + w[0] * ({change}) for i in range(1, len(u) - 1)]
        u = [u[0], *inner, u[-1]]
    return sum(square(a - w[2]) for a in u)"""
    return dedent(body), n, 3


def table(draw: Draw):
    """Rows of a table taken, some of them twice, some never."""
    rows, n = draw.size(1, 4), draw.size(1, 2)
    taken = [draw.size(0, rows - 1) for _ in range(draw.size(1, 3))]
    body = f"""
    rows = [w[i * {n} : i * {n} + {n}] for i in range({rows})]
    found = [take(rows, i) for i in {taken}]
    return sum(square(dot(row, x) - x[0]) for row in found)"""
    return dedent(body), n, rows * n


def slopes(draw: Draw):
    """A derivative inside: of a choice, of a smooth function, of a product."""
    a = draw.choice(["a * a", "a", "a * b", "2.0 * a"])
    b = draw.choice(["b", "b * b", "0.5"])
    forms = ["min({a}, {b})", "max({a}, {b})", "where({a} > {b}, {a}, {b} * b)"]
    forms += ["{f}({a}) * b", "{f}({a} - {b})", "abs({a} - {b})"]
    text = draw.choice(forms).format(a=a, b=b, f=draw.unary())
    result = draw.choice(
        [
            "jvp(g, [x[0], w[0]], [1.0, 0.0])[1]",
            "gradients(g(w[1], w[0]), [w[1], w[0]], True)[0] * x[0]",
            "gradients(g(w[0] * x[0], w[1]), [w[0]], True)[0] * w[0]",
        ]
    )
    body = f"""
    def g(a, b):
        return {text}
    return {result}"""
    return dedent(body), 1, 2


def branches(draw: Draw):
    """Python decides by the numbers: only compile and the trainings can follow."""
    ask = draw.choice(["x[0] > 0", "x[0] > w[0]", "x[-1] < x[0]", "w[0] * x[0] >= 0.5"])
    one, other = (
        draw.choice(["w[0] * x[0]", "{f}(w[1] * x[0])", "x[-1]"]) for _ in "ab"
    )
    body = f"""
    if {ask}:
        return {one.format(f=draw.unary())} + w[0]
    return {other.format(f=draw.unary())} * w[1]"""
    return dedent(body), 2, 2


def aside(draw: Draw):
    """Results that depend on no input, on no parameter, or on one of a case only."""
    text = draw.choice(
        ["w[0] * w[1]", "square(w[0]) + 1.0", "x[0] * 2.0", "x[0] + 0.0 * w[0]"]
    )
    return f"return {text}", 1, 2


def workers(draw: Draw):
    """Threads inside the program."""
    body = """
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda a: {f}(a * w[0]), x))
    return sum(parts)"""
    return dedent(body).format(f=draw.bounded()), draw.size(1, 3), 1


def captured(draw: Draw):
    """What a function reads by itself: globals, attributes, closures, chance."""
    text = draw.choice(READS)
    change = draw.choice(CHANGES)
    if draw.choice(["global", "closure"]) == "global":
        return (
            f"""
def program(x, w):
    return {text}
def change(w):
    {change}""",
            1,
            1,
        )
    return (
        f"""
def made(s, rate):
    def program(x, w):
        return {text}
    return program
program = made(s, rate)
def change(w):
    {change}""",
        1,
        1,
    )


READS = ["w[0] * x[0] * s.scale", "w[0] * x[0] * (2.0 if s.training else 1.0)"]
READS += ["sum([w[0] * a * x[0] for a in s.rows])", "w[0] * x[0] * len(s.rows)"]
READS += [
    "w[0] * x[0] * rate[0]",
    "w[0] * x[0] + s.other * w[0]",
    "w[0] * s.mapping[0.5]",
]
READS += [
    "w[0] * x[0] * s.array[1]",
    "w[0] * x[0] * (0.0 if s.random.random() < 0.5 else 2.0)",
]
READS += ["w[0] * x[0] + s.random.gauss(0.0, 1.0) * w[0]", "w[0] * next(s.stream)"]
READS += ["w[0] * math.sin(x[0])", "w[0] * (1.0 if isinstance(x[0], float) else 2.0)"]
READS += [
    "w[0] * {0.5: 3.0}.get(x[0], 1.0)",
    "w[0] * (x[0] % 1.0)",
    "w[0] * float(x[0])",
]
READS += [
    "w[0] * [2.0, 3.0][int(x[0] > 0)]",
    "w[0] * numpy.sin(x[0])",
    "w[0] * round(x[0])",
]
READS += ["w[0] * x[0] * (3.0 if s.mode == 'a' else 1.0)", "sum([v * x[0] for v in w])"]

CHANGES = [
    "s.scale = 3.0",
    "s.training = False",
    "s.rows.append(1.5)",
    "s.rows[0] = 5.0",
]
CHANGES += [
    "rate[0] = 4.0",
    "s.other = Value(3.0)",
    "s.mapping[0.5] = 2.0",
    "w[0].data = 0.25",
]
CHANGES += [
    "s.array[1] = 7.0",
    "s.other.data = 2.5",
    "s.mode = 'b'",
    "s.array = s.array * 2.0",
]
CHANGES += ["pass"]

FAMILIES: dict[str, Callable] = {
    "expression": expression,
    "accumulation": accumulation,
    "net": net,
    "losses": losses,
    "recurrence": recurrence,
    "attention": attention,
    "filter": filter_,
    "integrator": integrator,
    "dynamic program": dynamic_program,
    "tree": tree,
    "edges": edges,
    "table": table,
    "slopes": slopes,
    "branches": branches,
    "aside": aside,
    "workers": workers,
    "captured": captured,
}
