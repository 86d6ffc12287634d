"""Graphs to draw, and how their pictures are read in tests."""

import stat
import sys
from xml.etree import ElementTree

from autograd import Value, dot, log, logistic, relu
from autograd.drawing.choosing.level_of_detail import picture_of
from nn import MLP, squared_error

SVG = "{http://www.w3.org/2000/svg}"


HOSTILE = [
    '<script>alert("x")</script>',
    "a{b}|c <d>",
    "\\N \\ \\\\ \\\"q\" 'r'",
    "& &lt; &#65; &amp;",
    "<b>",
    "é 漢字 שלום 🎉",
    "]]> <!-- --> %s {0}",
    "line\nfeed\ttab\x00nul\x1besc\u202e",
    "n" * 500,
    "back\\",
]


def xor(differentiated=True):
    """A 2-2-1 logistic network on one case; its loss and its variables."""
    x1, x2, d = Value(1.0), Value(0.0), Value(1.0)
    w11, w12, b1 = Value(0.5), Value(-0.4), Value(0.1)
    w21, w22, b2 = Value(0.9), Value(0.3), Value(-0.2)
    v1, v2, c = Value(0.8), Value(-0.6), Value(0.15)
    h1 = logistic(dot([w11, w12], [x1, x2], b1))
    h2 = logistic(dot([w21, w22], [x1, x2], b2))
    y = logistic(dot([v1, v2], [h1, h2], c))
    loss = 0.5 * (y - d) ** 2
    if differentiated:
        loss.backward()
    return loss, locals(), [x1, x2, d]


def micrograd():
    """The expression of micrograd's README."""
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + relu(b + a)
    d += 3 * d + relu(b - a)
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    return g, locals(), []


def not_finite():
    """Infinities and nan in values, derivatives and gradients."""
    x, y = Value(0.0, name="x"), Value(-1.0, name="y")
    result = log(x) * 2 + log(y)
    result.backward()
    return result, {}, []


EXAMPLES = [xor, micrograd, not_finite]


def square():
    x = Value(3.0, name="x")
    y = x * x
    y.name = "y"
    return y


def product():
    """A graph of three values, differentiated."""
    x, y = Value(2.0, name="x"), Value(-3.0, name="y")
    result = x * y
    result.backward()
    return result


def chain(length):
    x = Value(1.0)
    for _ in range(length - 1):
        x = x + 1.0
    return x


def deep():
    """A 2-16-16-1 net on one case."""
    net = MLP(2, [16, 16, 1], seed=1)
    loss = squared_error(net([Value(1.0, "x1"), Value(0.5, "x2")]), 1.0)
    loss.name = "E"
    loss.backward()
    return net, loss


def parsed(drawing):
    return ElementTree.fromstring(drawing.svg())


def group(root, kind, key):
    """The group of a box (kind "node") or of a line (kind "arrow")."""
    return root.find(f".//{SVG}g[@data-{kind}='{key}']")


def texts(element):
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def program(path, answer, status=0, complaint=""):
    """A program in the place of Graphviz's: it notes its arguments and answers."""
    notes, canned = path.with_suffix(".notes"), path.with_suffix(".answer")
    canned.write_bytes(answer)
    path.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, shutil, sys\n"
        f"pathlib.Path({str(notes)!r}).write_text(' '.join(sys.argv[1:]))\n"
        "sys.stdin.buffer.read()\n"
        f"sys.stderr.write({complaint!r})\n"
        f"sys.stdout.buffer.write(pathlib.Path({str(canned)!r}).read_bytes())\n"
        f"sys.exit({status})\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return notes


def title(result, **names):
    """The first line of the box of a result."""
    return picture_of(result, names).boxes[-1].title.text
