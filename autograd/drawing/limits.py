"""How large a graph may be to be drawn.

>>> refuse(66_018, "nodes", MOST_NODES)
Traceback (most recent call last):
...
ValueError: draw: the graph has 66,018 nodes, a picture shows at most 1,000; draw an \
inner value (one unit, one layer) or a smaller example (one case instead of all)
"""

from __future__ import annotations

from typing import Any

from autograd.drawing.names import is_node

# Nobody reads more than about 300 boxes, and from here on an engine needs many
# seconds and its stack may overflow (the embedded one at about 8,000 in a row).
MOST_NODES = 1000
MOST_ARROWS = 2000
# Counting stops here, so that a graph of millions is refused at once.
MOST_COUNTED = 100_000


def check_size(result: Any) -> None:
    """Refuse a graph that no picture can show, before any work is spent on it."""
    nodes, arrows = counted(result)
    refuse(nodes, "nodes", MOST_NODES)
    refuse(arrows, "operands", MOST_ARROWS)


def refuse(count: int, what: str, most: int) -> None:
    """The error of a graph with more of something than a picture shows."""
    if count <= most:
        return
    many = f"{count:,}" if count <= MOST_COUNTED else f"more than {MOST_COUNTED:,}"
    raise ValueError(
        f"draw: the graph has {many} {what}, a picture shows at most {most:,}; draw an "
        "inner value (one unit, one layer) or a smaller example (one case instead of "
        "all)"
    )


def counted(result: Any) -> tuple[int, int]:
    """How many nodes a graph has, up to a limit, and how often operands are used."""
    seen, waiting, arrows = {result}, [result], 0
    while waiting and len(seen) <= MOST_COUNTED:
        node = waiting.pop()
        arrows += len(node.operands)
        for operand in node.operands:
            if is_node(operand) and operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return len(seen), arrows
