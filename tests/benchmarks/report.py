"""Tables for the terminal, and everything that was measured as JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from .programs import Folded
from .scale import Scaled
from .session import Standing
from .workloads import Workload, operations

#: The peers that others are compared with, in columns of their own.
BASES = ("native", "python", "program", "program-train", "compiled", "numpy")
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


def seconds_in_words(seconds: float) -> str:
    """A time with its unit.

    >>> seconds_in_words(0.00123456), seconds_in_words(12.3)
    ('1.23 ms', '12.3 s')
    """
    size, unit = next((x for x in UNITS if seconds >= x[0]), UNITS[-1])
    number = f"{seconds / size:.3g}"
    return f"{float(number):g} {unit}"


def ratio_in_words(ratios: Sequence[float]) -> str:
    """The median of ratios and the middle half of them, as 2.5 (2.4-2.7)."""
    low, middle, high = median(ratios), median(ratios), median(ratios)
    if len(ratios) > 1:
        low, _, high = quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.3g} ({low:.3g}-{high:.3g})"


def heading(workload: Workload, sizes: Sequence[int]) -> str:
    """What the work is and how many operations it takes."""
    count = operations(workload, max(sizes))
    title = f"\n{workload.name}: {workload.title}; {count:,} operations"
    return f"{title}, times {workload.unit}"


def table(rows: list[list[str]]) -> str:
    """Rows in columns, the first flush left and the others flush right."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        for row in rows
    )


def unit(workload: Workload, standing: Standing) -> float:
    """By what a step's time is divided."""
    return 1.0 if workload.unit == "a step" else standing.size


def comparison(workload: Workload, standings: list[Standing]) -> str:
    """The table of one piece of work, the fastest first."""
    found = {standing.peer.name: standing for standing in standings}
    sizes = [standing.size for standing in standings]
    most = max(sizes, default=0)
    bases = [found[name] for name in BASES if name in found]
    titles = [f"x {base.peer.name}" for base in bases]
    rows = [["", "CPU", "wall", *titles, "ready", "peak MiB", "+MiB"]]
    rows[0].append("build/backward/free")
    for standing in sorted(standings, key=lambda x: median(x.cpu) / unit(workload, x)):
        share = unit(workload, standing)
        rows.append(
            [
                standing.peer.title + (" *" if standing.size < most else ""),
                seconds_in_words(median(standing.cpu) / share),
                seconds_in_words(median(standing.wall) / share),
                *(ratio_in_words(ratios(workload, standing, x)) for x in bases),
                seconds_in_words(standing.ready),
                *memory_in_words(standing.memory),
                phases_in_words(standing.phases, share),
            ]
        )
    fewer = sorted({size for size in sizes if size < most})
    notes = [f"* given {size:,} of {most:,}" for size in fewer]
    return "\n".join([heading(workload, sizes), table(rows), *notes])


def ratios(workload: Workload, standing: Standing, base: Standing) -> list[float]:
    """The CPU time over that of ours in the same repetition, for each repetition."""
    scale = unit(workload, base) / unit(workload, standing)
    return [a / b * scale for a, b in zip(standing.cpu, base.cpu)]


def memory_in_words(memory: dict[str, int]) -> list[str]:
    """The peak of the process, and what of it the work took."""
    peak, idle = memory["peak"] / 2**20, memory["idle"] / 2**20
    return [f"{peak:.0f}", f"{peak - idle:.1f}"] if peak else ["?", "?"]


def phases_in_words(phases: list[list[float]], share: float) -> str:
    """The median times of building, backward pass and freeing."""
    times = (median(x) / share for x in zip(*phases))
    return " / ".join(map(seconds_in_words, times))


def scaling(rows: list[Scaled]) -> str:
    """The table of S: time and memory of a node as graphs grow."""
    found = [["", "nodes", "CPU/node", "build", "backward", "free", "x smallest"]]
    found[0] += ["graph B/node", "peak B/node"]
    for row in rows:
        first = next(x for x in rows if x.peer is row.peer)
        times = [time / row.nodes for time in (row.total, *row.phases)]
        found.append(
            [
                row.peer.title,
                f"{row.nodes:,}",
                *map(seconds_in_words, times),
                f"{times[0] * first.nodes / first.total:.2f}",
                f"{row.graph / row.nodes:.0f}",
                f"{row.peak / row.nodes:.0f}",
            ]
        )
    return f"\nS: the chain of W1 at growing sizes\n{table(found)}"


def folding(rows: list[Folded]) -> str:
    """The table of P: nanoseconds for an operation, and how they grow."""
    phases = ("eager", "record", "fold", "first", "replay")
    found = [["", "operations", "build + backward", *phases[1:]]]
    found[0] += ["folded / built", "folded x smallest", "replay x smallest"]
    for row in rows:
        first = next(x for x in rows if x.workload is row.workload)
        growth = [row.beside(first, phase) for phase in ("folded", "replay")]
        built = [x["folded"] / x["eager"] for x in row.seconds]
        found.append(
            [
                row.workload.name,
                f"{row.operations:,}",
                *(seconds_in_words(row.ns(phase) * 1e-9) for phase in phases),
                *map(ratio_in_words, (built, *growth)),
            ]
        )
    title = "P: recorded, folded, the first gradient, the next ones; times an operation"
    return f"\n{title}\n{table(found)}"


def machine() -> dict[str, Any]:
    """Where the numbers come from."""
    return {
        "python": sys.version,
        "platform": platform.platform(),
        "processor": processor(),
        "cores": os.cpu_count(),
    }


def processor() -> str:
    """The name of the processor, as far as it can be had."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            line = next(line for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()
    return line.split(":")[1].strip()


def document(
    measurements: dict[Workload, list[Standing]],
    scaled: list[Scaled],
    folded: list[Folded],
    notes: list[str],
) -> dict:
    """All measurements, ready for JSON; times in seconds, memory in bytes."""
    return {
        "machine": machine(),
        "notes": notes,
        "workloads": {
            workload.name: {
                standing.peer.name: {
                    "size": standing.size,
                    "cpu": standing.cpu,
                    "wall": standing.wall,
                    "ready": standing.ready,
                    "memory": standing.memory,
                    "phases": standing.phases,
                }
                for standing in standings
            }
            for workload, standings in measurements.items()
        },
        "scale": [row.numbers() for row in scaled],
        "programs": [row.numbers() for row in folded],
    }


def write(folder: str, content: dict) -> Path:
    """Write benchmarks.json into a folder, which is made if need be."""
    path = Path(folder) / "benchmarks.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    return path
