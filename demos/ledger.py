"""Many jobs on many processors, and a file that keeps what is done.

Each ending is a line of the file as soon as it is there. Whoever comes again with the
same jobs, after a kill too, computes only those that are missing.

>>> Ledger("no such file").read()
{}
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from autograd.support.files import found, lock, named, read_whole
from demos.studies.experiments import Ending, Job, ended
from nn.files import parsed, strict


class Ledger:
    """A file of jobs and their endings, one line of JSON each.

    A line that a kill left half written is dropped; all before it are kept.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = Path(path)

    def read(self) -> dict[Job, Ending]:
        """The endings by job; a line that is none is told on stderr and left out."""
        done: dict[Job, Ending] = {}
        lines = read_whole(self.path).split(b"\n") if self.path.exists() else [b""]
        for number, line in enumerate(lines[:-1], 1):
            try:
                job, ending = entry(line)
            except ValueError as error:
                told = f"{self.path}, line {number}: not a run, left out: {error}"
                print(told, file=sys.stderr)
            else:
                done[job] = ending
        return done

    @contextmanager
    def opened(self) -> Iterator[Callable[[Job, Ending], None]]:
        """A function that adds an ending, which is on the disk when it returns."""
        with named(self.path):
            place, _ = found(self.path)
            file = open(place, "a+b", buffering=0)  # noqa: SIM115 - closed below
        with file:
            self._claim(file)
            file.seek(0)
            whole = file.read()
            file.truncate(whole.rfind(b"\n") + 1)

            def add(job: Job, ending: Ending) -> None:
                both = {"job": asdict(job), "ending": asdict(ending)}
                line = json.dumps(strict(both), allow_nan=False).encode() + b"\n"
                with named(self.path):
                    while line:
                        line = line[file.write(line) :]
                    os.fsync(file.fileno())

            yield add

    def _claim(self, file):
        """Refuse a file that another process is writing to; a kill frees it."""
        try:
            lock(file)
        except BlockingIOError:
            raise SystemExit(f"{self.path}: another run is writing to it") from None


def entry(line: bytes) -> tuple[Job, Ending]:
    """What a line of a ledger says; ValueError when it is none."""
    document = parsed(line)
    if not isinstance(document, dict) or document.keys() != {"job", "ending"}:
        raise ValueError("needs a job and its ending")
    return made(Job, document["job"]), made(Ending, document["ending"])


def made(kind: Any, fields: Any) -> Any:
    """A dataclass of these fields; ValueError unless they are those that it has."""
    types = get_type_hints(kind)
    if not isinstance(fields, dict) or fields.keys() != types.keys():
        raise ValueError(f"{kind.__name__} needs {', '.join(types)}")
    for name, wanted in types.items():
        if not fits(fields[name], wanted):
            got = f"{kind.__name__}.{name}: got {fields[name]!r:.60}"
            needs = wanted.__name__ if isinstance(wanted, type) else wanted
            raise ValueError(f"{got}, needs {needs}")
    return kind(**fields)


def fits(x: Any, wanted: Any) -> bool:
    """Whether something has a type, as it is written after a field.

    >>> fits(3, float | None), fits([1.5, "a"], list[float]), fits(True, int)
    (True, False, False)
    """
    if get_origin(wanted) is list:
        return isinstance(x, list) and all(fits(part, *get_args(wanted)) for part in x)
    kinds = get_args(wanted) or (wanted,)
    return type(x) in kinds or (type(x) is int and float in kinds)


def endings(
    jobs: Sequence[Job], path: Path, workers: int, cluster: str | None
) -> dict[Job, Ending]:
    """The endings of all jobs: those in the file, and the others computed now.

    workers: the number of processes; 0 computes here, one after the other.
    cluster: the address of a Dask scheduler, whose workers take their place.
    """
    from tqdm import tqdm

    ledger = Ledger(path)
    with ledger.opened() as add:
        done = ledger.read()
        missing = [job for job in dict.fromkeys(jobs) if job not in done]
        bar = tqdm(total=len(jobs), initial=len(jobs) - len(missing), unit="run")
        with bar, executor(workers, cluster) as pool:
            for job, ending in computed(missing, pool):
                add(job, ending)
                done[job] = ending
                bar.update()
    return {job: done[job] for job in jobs}


def computed(
    jobs: Sequence[Job], pool: Executor | None
) -> Iterator[tuple[Job, Ending]]:
    """The jobs with their endings, as they come."""
    if pool is None:
        yield from ((job, ended(job)) for job in jobs)
        return
    futures = {pool.submit(ended, job): job for job in jobs}
    try:
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BaseException:  # Ctrl-C: what was not begun is not begun any more
        for future in futures:
            future.cancel()
        raise


def executor(
    workers: int, cluster: str | None
) -> AbstractContextManager[Executor | None]:
    """Where the jobs are computed: here, in processes of their own or in a cluster."""
    if cluster is not None:
        return cluster_executor(cluster)
    if workers == 0:
        return nullcontext()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core, one run
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=end_with_parent)


def end_with_parent() -> None:
    """Let this process end when the one that started it is gone, by a kill too."""
    parent = parent_process()

    def wait() -> None:
        parent.join()  # type: ignore[union-attr]
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


@contextmanager
def cluster_executor(address: str) -> Iterator[Any]:
    """The workers of a Dask cluster; this project must be installed on them."""
    try:
        from distributed import Client
    except ImportError:
        raise SystemExit(
            "--cluster needs dask.distributed: pip install 'scalar-autograd[cluster]'"
        ) from None
    with Client(address) as client:
        yield client.get_executor(retries=3)
