"""S: the chain of W1 from 10,000 to 10,000,000 nodes, each in a process of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from statistics import median
from typing import Any

from .peers import Peer
from .session import Out, Process, by_hand, check
from .workloads import WORKLOADS

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
QUICK = SIZES[:2]
#: What a node may take, with all that a backward pass needs: else it is not tried.
BYTES = 800


@dataclass
class Scaled:
    """What a graph of some size takes: seconds, and bytes more than before it."""

    peer: Peer
    nodes: int
    total: float
    phases: list[float]
    graph: int
    peak: int

    def numbers(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        return {**vars(self), "peer": self.peer.name}


def scaled(peer: Peer, python: str, nodes: int, repetitions: int) -> Scaled:
    """The medians of some repetitions; memory is that of the first graph alone."""
    if nodes * BYTES > available():
        raise Out(f"{nodes:,} nodes might not fit into memory")
    process = Process(peer, python)
    try:
        process.ask("ready", workload="W1", size=nodes)
        answers = [process.ask("phases") for _ in range(repetitions)]
        checked = process.ask("prepare", workload="W1", size=nodes)
    finally:
        process.close()
    check(checked["steps"], by_hand(WORKLOADS["W1"], nodes))
    seconds = [answer["seconds"] for answer in answers]
    return Scaled(
        peer=peer,
        nodes=nodes,
        total=median(map(sum, seconds)),
        phases=[median(phase) for phase in zip(*seconds)],
        graph=answers[0]["graph"],
        peak=answers[0]["peak"],
    )


def available() -> int:
    """The bytes of memory that are free; much where that cannot be told."""
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 1 << 62


def repetitions_for(nodes: int, wanted: int) -> int:
    """Fewer for the graphs that take minutes."""
    return max(1, min(wanted, 20_000_000 // nodes))
