"""The extension that makes Value fast; without a compiler there is none."""

import sys
from glob import glob

from setuptools import Extension, setup

# Results have to have the bits of Python's own arithmetic: no fused multiply-add, and
# sin and cos from the functions of these names, not from one that computes both.
UNIX = ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-builtin-sin"]
UNIX += ["-fno-builtin-cos", "-fno-strict-aliasing"]

setup(
    ext_modules=[
        Extension(
            "autograd._native",
            ["autograd/_native.c"],
            depends=glob("autograd/_native*.h"),
            extra_compile_args=["/fp:precise"] if sys.platform == "win32" else UNIX,
            optional=True,
        )
    ]
)
