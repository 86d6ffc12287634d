"""What all demos share: their arguments, their folder, their table of E."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from demos.shared.training import Recipe


class Parser(argparse.ArgumentParser):
    """Arguments of a demo; a bad one is answered in one line.

    sweeps: the default, unless each of the recipes has its own; counted: what they are.

    >>> parser = Parser("xor", "Learn exclusive or.", seed=1, sweeps=1000)
    >>> parser.parse_args(["--seed", "7"]).seed
    7
    """

    def __init__(
        self,
        name: str,
        description: str | None,
        seed: int,
        sweeps: int | None = None,
        recipes: Mapping[str, Recipe] | None = None,
        counted: str = "how often to present all cases",
    ) -> None:
        super().__init__(f"python -m demos {name}", description=description)
        self.name = name
        self.option("--seed", natural, seed, "the seed of everything random")
        self.option("--sweeps", natural, sweeps, counted)
        if recipes:
            self.add_recipes(recipes)
        self.option("--out", Path, None, "where to write; else a new folder here")

    def option(self, flag: str, kind, default, meaning: str) -> None:
        """One more ``--flag``, its default told in the help."""
        shown = "" if default is None else f" (default {default})"
        self.add_argument(flag, type=kind, default=default, help=meaning + shown)

    def add_recipes(self, recipes: Mapping[str, Recipe]) -> None:
        """``--recipe``, one of these; the first is the default."""
        told = [
            f"{name}: {recipe.meaning}, {recipe.sweeps} sweeps"
            for name, recipe in recipes.items()
        ]
        help = "; ".join(told).replace("%", "%%") + " (default %(default)s)"
        self.add_argument(
            "--recipe", choices=recipes, default=next(iter(recipes)), help=help
        )

    def error(self, message: str) -> NoReturn:
        """One line, and the exit status of a wrong command line."""
        self.exit(2, f"{self.prog}: {message}; --help shows what is accepted\n")

    def given(self, arguments: Sequence[str]) -> argparse.Namespace:
        """The options, of which ``out`` is a folder that is there."""
        options = self.parse_args(arguments)
        options.out = self.folder(options.out)
        return options

    def folder(self, given: Path | None) -> Path:
        """The folder to write into: the given one, or a new one of the demo's name."""
        try:
            if given is None:
                return new_folder(self.name)
            given.mkdir(parents=True, exist_ok=True)
            return given
        except ValueError as error:  # a zero byte
            self.error(f"argument --out: got {str(given)!r}, needs a folder: {error}")
        except OSError as error:
            self.error(
                f"argument --out: cannot write to {error.filename}: {error.strerror}"
            )


def natural(text: str) -> int:
    """An int of at least 0 from the command line."""
    number = int(text) if text.strip().isdecimal() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(
            f"got {text!r}, needs a whole number, 0 or more"
        )
    return number


def new_folder(name: str) -> Path:
    """A folder of its own: ``xor-1``, or the next number that is free."""
    number = 1
    while True:
        try:
            path = Path(f"{name}-{number}")
            path.mkdir()
            return path
        except FileExistsError:
            number += 1


def falling(errors: Sequence[float], rows: int = 10) -> str:
    """E at some sweeps, evenly spread over the orders of magnitude of their number.

    >>> print(falling([4.0, 2.0, 1.0, 0.5], rows=3))
    sweep        E
        1   4.0000
        2   2.0000
        4   0.5000
    """
    last = len(errors)
    picked = sorted(
        {round(last ** (i / (rows - 1))) for i in range(rows)} if last else []
    )
    lines = [f"{sweep:5d} {errors[sweep - 1]:8.4f}" for sweep in picked]
    return "\n".join(["sweep        E", *lines])
