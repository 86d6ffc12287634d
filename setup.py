"""The extension that makes Value fast; without a compiler there is none."""

import sys
from glob import glob

from setuptools import Extension, find_packages, setup

# Results have to have the bits of Python's own arithmetic: no fused multiply-add, and
# sin and cos from the functions of these names, not from one that computes both.
UNIX = ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-builtin-sin"]
UNIX += ["-fno-builtin-cos", "-fno-strict-aliasing"]

# The debugger of VS Code and PyCharm looks for plugins in a package of this name.
PLUGINS = "pydevd_plugins"

setup(
    packages=[
        *find_packages(include=["autograd*", "nn*", "demos*"]),
        PLUGINS,
        f"{PLUGINS}.extensions",
    ],
    package_dir={PLUGINS: f"autograd/debugging/editors/{PLUGINS}"},
    ext_modules=[
        Extension(
            "autograd._native",
            ["autograd/native/module.c"],
            depends=glob("autograd/native/*.h"),
            extra_compile_args=["/fp:precise"] if sys.platform == "win32" else UNIX,
            optional=True,
        )
    ],
)
