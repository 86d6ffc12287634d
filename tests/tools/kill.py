"""Kills at random moments: every file is old or new, and work goes on to the same bits.

    python -m tests.tools.kill [kills [seed]]

Processes save weights, train with a checkpoint, run a study and write its results. They
are killed, every fourth by Ctrl-C: half of them between two instructions of what writes
files, half after a random time; some several times on end. Whoever does the same work
again has to end with the same files as if nothing had happened, and no others.
"""

import os
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from pathlib import Path
from random import Random

import autograd.support.files
import autograd.support.sweeps
import demos.ledger
import nn.files
import nn.training.run
from demos import symmetry
from demos.studies import results
from demos.studies.experiments import Job
from nn import MLP, Adam, fit

MODULES = autograd.support.files, demos.ledger, nn.files, nn.training.run, results
WATCHED = {module.__file__ for module in (*MODULES, autograd.support.sweeps)}
LITTER = ".part", ".lock"
MOST_KILLS = 3  # of one work
XOR = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]


class Work:
    """What is done in a folder. Done again after a kill, it is ended."""

    def prepare(self, folder):
        """Write what is there before."""

    def do(self, folder):
        """Do all of it, or the rest."""
        raise NotImplementedError

    def is_whole(self, name, content):
        """Whether a file may be so at some moment."""
        return content in (self.old.get(name), self.new[name])

    def measure(self):
        """What the files are before and after, its instructions and its seconds."""
        self.instructions = Counter()
        with tempfile.TemporaryDirectory() as folder:
            self.prepare(Path(folder))
            self.old = files_in(folder)
            with redirect_stdout(None), counted(self.instructions, WATCHED):
                self.do(Path(folder))
            self.new = files_in(folder)
        with tempfile.TemporaryDirectory() as folder:
            self.prepare(Path(folder))
            started = time.monotonic()
            assert ended(forked(self, folder)) == "done"
            self.seconds = time.monotonic() - started
            assert files_in(folder) == self.new


class Saving(Work):
    """``save`` over the weights of another model."""

    def prepare(self, folder):
        MLP(20, [30, 1], seed=1).save(folder / "weights.json")

    def do(self, folder):
        MLP(20, [30, 1], seed=2).save(folder / "weights.json")


class Training(Work):
    """``fit`` with a checkpoint after every sweep."""

    sweeps = 6

    def do(self, folder, sweeps=sweeps):
        model = MLP(2, [2, 1], seed=1)
        optimizer = Adam(model.parameters(), rate=0.1)
        settings = {"batch": 3, "shuffle": True, "seed": 7, "optimizer": optimizer}
        settings |= {"checkpoint": folder / "run.json", "every": 1, "resume": True}
        # traced it would be case by case anyway, which rounds otherwise than a program
        fit(model, XOR, sweeps=sweeps, compiled=False, **settings)

    def measure(self):
        """Also the checkpoint after each number of sweeps, of a training of its own."""
        super().measure()
        self.known = set()
        for sweeps in range(self.sweeps + 1):
            with tempfile.TemporaryDirectory() as folder:
                self.do(Path(folder), sweeps)
                self.known.add(files_in(folder)["run.json"])
        assert len(self.known) == self.sweeps + 1

    def is_whole(self, name, content):
        return name == "run.json" and content in self.known


class Studying(Work):
    """A study and its ledger."""

    def do(self, folder):
        jobs = [Job("xor", "literal", 2, None, seed, 3) for seed in range(5)]
        demos.ledger.endings(jobs, folder / "runs.jsonl", workers=0, cluster=None)

    def is_whole(self, name, content):
        """Lines that are there in the end; the last may be half of one."""
        if not name.endswith("runs.jsonl"):
            return super().is_whole(name, content)
        known, (*lines, last) = self.new[name].split(b"\n"), content.split(b"\n")
        starts = any(line.startswith(last) for line in known)
        return starts and set(lines) <= set(known) and len(set(lines)) == len(lines)


class Reporting(Studying):
    """The command ``results``, which puts them into a README too."""

    def prepare(self, folder):
        text = "before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n"
        (folder / "README.md").write_text(text)
        (folder / "out").mkdir()
        (folder / "out" / "results.md").write_text("old\n")

    def do(self, folder):
        places = "--readme", str(folder / "README.md"), "--out", str(folder / "out")
        few = "--runs", "1", "--sweeps", "3", "--workers", "0"
        results.main([*places, *few])


def files_in(folder):
    """The content of every file below a folder, by its name from there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


def forked(work, folder, names=(), place=None, number=None):
    """A process that does some work, and gets a signal at one of its instructions."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with counted(Counter(), names, place, number):
            work.do(Path(folder))
        status = 0
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


@contextmanager
def counted(instructions, names, place=None, number=None):
    """Count the instructions in files of these names, and send a signal at one."""

    def called(frame, event, argument):
        name = frame.f_code.co_filename
        if name not in names:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            instructions[name] += 1
            if instructions[name] == place:
                os.kill(os.getpid(), number)
        return called

    sys.settrace(called if names else None)
    try:
        yield
    finally:
        sys.settrace(None)


def ended(process):
    """How a process ended: killed, interrupted or done; anything else is wrong."""
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    ways = {-signal.SIGKILL: "killed", 130: "interrupted", 0: "done"}
    assert code in ways, f"ended with {code}"
    return ways[code]


def kill_once(work, folder, random):
    """Do some work in a folder, with a signal at a random moment; how it ended."""
    number = random.choice([signal.SIGKILL] * 3 + [signal.SIGINT])
    if random.random() < 0.5:
        name = random.choice(sorted(work.instructions))
        place = random.randrange(1, work.instructions[name] + 1)
        return ended(forked(work, folder, [name], place, number))
    process = forked(work, folder)
    time.sleep(random.uniform(0, work.seconds))
    os.kill(process, number)
    return ended(process)


def attack(work, random, most):
    """Kill some work once or a few times, and end it: how often it ended how."""
    ways = Counter()
    with tempfile.TemporaryDirectory() as folder:
        work.prepare(Path(folder))
        for _ in range(min(most, random.choice([1, 1, MOST_KILLS]))):
            ways[kill_once(work, folder, random)] += 1
            for name, content in files_in(folder).items():
                litter = name.endswith(LITTER)
                assert litter or work.is_whole(name, content), f"{name} is torn"
                ways["litter"] += litter
        assert ended(forked(work, folder)) == "done"
        found = files_in(folder)
        names = found.keys() | work.new.keys()
        wrong = {name for name in names if found.get(name) != work.new.get(name)}
        assert not wrong, f"not as without a kill: {wrong}"
    return ways


KINDS = Saving, Training, Studying, Reporting


def main(kills=200, seed=0, kinds=KINDS):
    """Share so many kills among all kinds of work; the counts, or AssertionError."""
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # who has threads is not to be forked
    recipes = symmetry.RECIPES
    recipes["small-step"] = replace(recipes["small-step"], sweeps=3)
    results.STUDIES = [results.STUDIES[place] for place in (1, 5)]
    results.certain()  # once for all processes
    time.process_time = lambda: 0.0  # what a run took is in the files
    for place, kind in enumerate(kinds):
        work, random, ways = kind(), Random(f"{seed} {kind.__name__}"), Counter()
        work.measure()
        wanted = kills * (place + 1) // len(kinds) - kills * place // len(kinds)
        while (left := wanted - ways["killed"] - ways["interrupted"]) > 0:
            ways += attack(work, random, left)
        told = ", ".join(f"{count} {way}" for way, count in sorted(ways.items()))
        count = work.instructions.total()
        print(f"{kind.__name__.lower()}: {told}; {count} instructions", flush=True)
    print(f"survived {kills} kills")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
