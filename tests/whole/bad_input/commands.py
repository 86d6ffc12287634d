"""The command lines: every demo and the benchmarks, every option."""

import argparse
import io
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from demos import __main__ as demos
from tests.benchmarks import __main__ as benchmarks
from tests.whole.bad_input.faces import face

TEXTS = ("x", "", "-1", "1.5", "1e3", "nan", "inf", "0x10", "1,2", "--", "1 2", "None")
DIGITS = "1" * 5000
#: Bad values of each option, by its flag; else those of a whole number.
BAD = {
    "--out": ("file", "file/below", "a\0b", "n" * 300),
    "--recipe": ("nonsense", "", "LITERAL", "literal "),
    "--experiment": ("nonsense", "", "XOR"),
    "--hidden": ("x", "0", "", "1,", "1.5", "-1", ",", "2;3", "nan"),
    "--momentum": ("x", "1", "-0.1", "nan", "inf", "", "0.5,", "1j"),
    "--runs": ("x", "-1", "1.5", "", "0"),
    "--readme": ("none.md", "file", ".", "", "a\0b"),
    "--cluster": ("", "nonsense", "tcp://"),
    "--peers": ("nonsense", "python,nonsense", ",", "ours,"),
    "--patience": ("x", "0", "-1", "nan", "", "inf"),
    "--repetitions": ("x", "0", "-1", "1.5", "", DIGITS),
    "--environments": ("file", "a\0b"),
}
WHOLE = (*(text for text in TEXTS if text != "--"), DIGITS)
#: Options that take no value.
ALONE = ("--quick", "--without-collector", "--retry")


class Refused(ValueError):
    """A command that ended with the status of a wrong command line."""


def ended(main, arguments):
    """What a command said; Refused when it was refused, in words."""
    said = io.StringIO()
    try:
        with redirect_stderr(said), redirect_stdout(io.StringIO()):
            status = main(arguments)
    except SystemExit as error:
        status = error.code
        said.write("" if isinstance(status, int) else str(status))
    if status in (0, None):
        return said.getvalue()
    text = said.getvalue().strip()
    if "Traceback" in text or not text:
        raise AssertionError(text or "no word")
    raise Refused(text)


class Found(Exception):
    """A parser, found where it is used."""


def found(self, *arguments):
    raise Found(self)


def options(main, arguments):
    """The flags of a command and what each takes."""
    try:
        with patch.object(argparse.ArgumentParser, "parse_args", found):
            main(arguments)
    except Found as error:
        return [action for action in error.args[0]._actions if action.dest != "help"]


COMMANDS = {
    f"demos {name}": (demos.main, [name], options(demos.main, [name]))
    for name in demos.modules()
}
COMMANDS["benchmarks"] = (benchmarks.main, [], options(benchmarks.main, []))


def with_a_file(w):
    """Nothing given, in a world with a file where a folder is wanted."""
    w.written("file", b"x")


def rows_of(name, main, start, action):
    """The face of one option of a command."""
    flag = action.option_strings[0] if action.option_strings else action.dest
    if flag in ALONE:
        bad = {"with a value": lambda w: [f"{flag}=yes"]}
    elif not action.option_strings:
        bad = {word: lambda w, word=word: [word] for word in ("W0", "w1", "", "W1,W2")}
    else:
        bad = {
            f"{value!r:.30}": lambda w, value=value: [f"{flag}={value}"]
            for value in BAD.get(flag, WHOLE)
        } | {"no value": lambda w: [flag]}
    return face(
        f"{name} {flag}",
        lambda w, given: ended(main, [*start, *given]),
        with_a_file,
        words={"given": f"{flag}|got|readme|needs|is here|No such file"},
        given=bad,
    )


FACES = [
    rows_of(name, main, start, action)
    for name, (main, start, actions) in COMMANDS.items()
    for action in actions
]
FACES += [
    face(
        f"{name} and more",
        lambda w, given, main=main, start=start: ended(main, [*start, *given]),
        words={"given": "nonsense|more|unrecognized"},
        given={
            "an option": lambda w: ["--nonsense"],
            "a short one": lambda w: ["-q"],
            **({} if name == "benchmarks" else {"more": lambda w: ["more"]}),
        },
    )
    for name, (main, start, _) in COMMANDS.items()
]
FACES.append(
    face(
        "demos",
        lambda w, given: ended(demos.main, given),
        words={"given": "demo"},
        given={
            name: lambda w, name=name: [name]
            for name in ("nonsense", "", "XOR", "xor ", "--nonsense", "xor.py")
        },
    )
)
