"""The extension that makes Value fast; without a compiler there is none."""

import sys
import sysconfig
from glob import glob
from pathlib import Path

from setuptools import Extension, find_packages, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.editable_wheel import _StaticPth, editable_wheel
from setuptools.errors import BaseError, CCompilerError

# Results have to have the bits of Python's own arithmetic: no fused multiply-add, and
# sin and cos from the functions of these names, not from one that computes both.
UNIX = ["-O3", "-ffp-contract=off", "-fno-math-errno", "-fno-builtin-sin"]
UNIX += ["-fno-builtin-cos", "-fno-strict-aliasing"]
# Where GCC 16 joins jumps, what is neither more nor less is equal, even nan.
UNIX += ["-fno-thread-jumps"]
WINDOWS = ["/std:c11", "/O2", "/fp:precise"]

# Python's headers for Windows do not tell a build without the global lock from others.
IS_FREE_THREADED = sysconfig.get_config_var("Py_GIL_DISABLED")
FREE_THREADED = [("Py_GIL_DISABLED", "1")] if IS_FREE_THREADED else []

# The debugger of VS Code and PyCharm looks for plugins in a package of this name.
PLUGINS = "pydevd_plugins"
EDITORS = "autograd/debugging/editors"

NOT_BUILT = """\
scalar-autograd: the native engine was not built: {why}.
scalar-autograd: everything works without it and gives the same results, but slower.
scalar-autograd: to have it, install a C compiler, then install again; on Debian
scalar-autograd: build-essential and python3-dev, on Windows Visual C++\
"""


class BuildIfPossible(build_ext):
    """Builds the extension, or says what it means that it cannot be built."""

    def build_extension(self, extension):
        try:
            super().build_extension(extension)
        except (BaseError, CCompilerError) as error:
            print(NOT_BUILT.format(why=error), file=sys.stderr)


class PlainPaths(editable_wheel):
    """Installs folders in a .pth file: editors and checkers of types follow no hook."""

    def _select_strategy(self, name, tag, build_lib):
        folders = [Path().absolute(), Path(EDITORS).absolute()]
        return _StaticPth(self.distribution, name, folders)


setup(
    packages=[
        *find_packages(include=["autograd*", "nn*", "demos*"]),
        PLUGINS,
        f"{PLUGINS}.extensions",
    ],
    package_dir={PLUGINS: f"{EDITORS}/{PLUGINS}"},
    cmdclass={"build_ext": BuildIfPossible, "editable_wheel": PlainPaths},
    ext_modules=[
        Extension(
            "autograd._native",
            ["autograd/native/module.c"],
            depends=glob("autograd/native/*.h"),
            extra_compile_args=WINDOWS if sys.platform == "win32" else UNIX,
            define_macros=FREE_THREADED,
            optional=True,
        )
    ],
)
