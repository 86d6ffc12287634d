"""What is wrong with the answer to a row; nothing, if all is well."""

import re
import signal
import traceback
import warnings
from contextlib import contextmanager
from typing import Any, NamedTuple

SECONDS = 60  # after so many of them a row hangs: all together take that long
#: What Python says of a call that does not fit, before anything of ours runs.
CALLS = re.compile(
    r"\w+\(\) (got an unexpected keyword|got multiple values|missing \d|takes )"
    r"|unsupported operand type\(s\) for \S+: .*'Value'"
)
#: How an answer tells what is accepted, or what to do instead.
NEEDS = re.compile(
    r"\b(needs?|needed|takes?|use|instead|pass|missing|unexpected|"
    r"(make|compute|leave) it|not a JSON|usage|only|is accepted|No such file|"
    r"is not a file)\b"
)
ROOMS = ("/autograd/", "/nn/", "/demos/")


class Answer(NamedTuple):
    """What a row was answered: an exception, or what it returned."""

    error: BaseException | None
    result: Any = None

    def __str__(self):
        if self.error is None:
            return f"returned {type(self.result).__name__}"
        return f"{type(self.error).__name__}: {self.error}"


class Hangs(BaseException):
    """A row that does not end."""


@contextmanager
def limited():
    """Hangs, in what takes too long."""
    seconds = SECONDS

    def late(number, frame):
        raise Hangs(f"no answer in {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def answer_of(row, world, arguments):
    """What a row is answered."""
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Answer(None, row.face.call(world, **arguments))
    except BaseException as error:
        return Answer(error)


def wrong(row, answer):
    """What is wrong with an answer, in words; None if nothing is."""
    error = answer.error
    if error is None:
        return f"taken without a word: {answer}"
    if not isinstance(error, row.face.error):
        return f"an error of a kind that is not documented: {answer}"
    if CALLS.search(str(error)) and "/bad_input/" in last_frame(error).filename:
        return None
    if isinstance(error, OSError) and error.filename and error.strerror:
        return None  # it names the file and what is the matter with it
    if is_from_inside(error):
        return f"an error from inside: {answer}"
    if not any(word.lower() in str(error).lower() for word in row.words):
        return f"none of {row.words} is named: {answer}"
    if isinstance(error, (TypeError, ValueError)) and not NEEDS.search(str(error)):
        return f"what is accepted is not said: {answer}"
    return None


def is_from_inside(error):
    """Whether nobody has raised this error on purpose.

    The last frame is at a ``raise`` of ours, or at the call itself, when that is of
    the twin in C, which has no frames and raises nothing by accident.
    """
    last = last_frame(error)
    if (last.line or "").startswith("raise"):
        return not any(room in last.filename for room in (*ROOMS, "/bad_input/"))
    return "/bad_input/" not in last.filename or " object " in str(error)


def last_frame(error):
    """Where an error was raised."""
    return traceback.extract_tb(error.__traceback__)[-1]


def judged(row, world):
    """What a row is answered, and what is wrong with that or was changed by it."""
    arguments = row.arguments(world)
    before = world.snapshot()
    answer = answer_of(row, world, arguments)
    found, after = wrong(row, answer), world.snapshot()
    changed = [part for part in before if before[part] != after[part]]
    if changed and found is None:
        found = f"changed {', '.join(changed)}: {answer}"
    return answer, found, bool(changed)
