"""A study: an experiment from many seeds, and how its runs ended."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from demos.ledger import endings
from demos.shared.command import Parser, natural
from demos.studies.experiments import EXPERIMENTS, Ending, Job


class Study(NamedTuple):
    """A row of a table: what is run and, if any, what the literature has of it.

    share: of the runs asked for that this row gets; by: an earlier sweep to tell too.
    """

    title: str
    letter: str
    experiment: str
    recipe: str
    sweeps: int
    by: int | None = None
    hidden: int | None = None
    momentum: float | None = None
    share: float = 1.0

    def jobs(self, seed: int, runs: int) -> list[Job]:
        """A training for each seed."""
        hidden = self.hidden or EXPERIMENTS[self.experiment].hidden
        setting = self.experiment, self.recipe, hidden, self.momentum
        count = max(1, round(runs * self.share))
        return [
            Job(*setting, start, self.sweeps) for start in range(seed, seed + count)
        ]


Found = list[tuple[Study, list[Ending]]]


def add_places(parser: Parser) -> None:
    """The options that say where to compute."""
    cores = os.cpu_count() or 1
    parser.option("--workers", natural, cores, "processes; 0 for this one alone")
    parser.option("--cluster", address, None, "host:port of a Dask scheduler to run on")


def address(text: str) -> str:
    """The address of a scheduler from the command line: host and port."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"got {text!r}, needs host:port")
    return text


def ran(studies: Sequence[Study], options: argparse.Namespace, folder: Path) -> Found:
    """The studies with their endings: those in the folder, the others computed now."""
    jobs = [study.jobs(options.seed, options.runs) for study in studies]
    everything = [job for some in jobs for job in some]
    path = folder / "runs.jsonl"
    done = endings(everything, path, options.workers, options.cluster)
    return [(study, [done[job] for job in some]) for study, some in zip(studies, jobs)]
