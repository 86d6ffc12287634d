"""Files made from the table; ``python -m tests.generated`` writes them anew."""

from pathlib import Path

from tests.generated import c, python

ROOT = Path(__file__).parents[2]
FILES = {
    "autograd/generated/methods.py": python.methods,
    "autograd/generated/functions.py": python.functions,
    "autograd/generated/slopes.py": c.slopes_module,
    "autograd/native/table.h": c.header,
}
