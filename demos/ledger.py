"""Many jobs on many processors, and a file that keeps what is done.

Each ending is a line of the file as soon as it is there. Whoever comes again with the
same jobs, after a kill too, computes only those that are missing.

>>> Ledger("no such file").read()
{}
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import asdict
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from demos.studies.experiments import Ending, Job, ended


class Ledger:
    """A file of jobs and their endings, one line of JSON each.

    A line that a kill left half written is dropped; all before it are kept.
    """

    def __init__(self, path: str | os.PathLike) -> None:
        self.path = Path(path)

    def read(self) -> dict[Job, Ending]:
        """The endings by job."""
        if not self.path.exists():
            return {}
        lines = self.path.read_text("utf-8").splitlines(keepends=True)
        documents = [json.loads(line) for line in lines if line.endswith("\n")]
        return {Job(**one["job"]): Ending(**one["ending"]) for one in documents}

    @contextmanager
    def opened(self) -> Iterator[Callable[[Job, Ending], None]]:
        """A function that adds an ending, which is on the disk when it returns."""
        with open(self.path, "a+b") as file:
            self._claim(file)
            file.seek(0)
            whole = file.read()
            file.truncate(whole.rfind(b"\n") + 1)

            def add(job: Job, ending: Ending) -> None:
                line = json.dumps({"job": asdict(job), "ending": asdict(ending)})
                file.write(line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())

            yield add

    def _claim(self, file):
        """Refuse a file that another process is writing to; a kill frees it."""
        try:
            import fcntl
        except ImportError:  # Windows
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SystemExit(f"{self.path}: another run is writing to it") from None


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
