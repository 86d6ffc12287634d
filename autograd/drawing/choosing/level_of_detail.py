"""How much of a graph is drawn: all of it, boxes that stand for many, or a part.

Nothing is left out without a word: every picture that does not show all says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from autograd.drawing.choosing.builder import Builder
from autograd.drawing.choosing.groups import Group, alike, scopes
from autograd.drawing.choosing.order import in_order
from autograd.drawing.choosing.units import layers, units
from autograd.drawing.picture import Picture
from autograd.drawing.reading.formulas import label, operands_of
from autograd.drawing.reading.graph import Graph
from autograd.support.conversion import one_of, refusal
from autograd.value import Value

# Up to here all is drawn; beyond, one had better see units, layers or scopes ...
MOST_PLAIN = 300
# ... if that makes so few boxes and arrows, ...
MOST_BOXES, MOST_LINES = 100, 450
# ... else still all of it up to here: an engine needs seconds and its stack may
# overflow (the embedded one at about 8,000 in a row); ...
MOST_NODES, MOST_ARROWS = 1000, 2000
# ... and else only the values nearest to the result.
MOST_NEAR = 24

KINDS: dict[str, Callable[[Graph], list[Group]]] = {
    "units": units,
    "layers": layers,
    "scopes": scopes,
}
#: What a group of a kind is called, and several, where that is not its own name.
WORDS = {
    "alike": ("box of values computed alike", "boxes of values computed alike"),
    "parameters": ("box of weights", "boxes of weights"),
}


def picture_of(
    result: Any,
    names: object = None,
    inputs: object = (),
    collapse: str | None = None,
    around: Any = None,
    depth: int | None = None,
) -> Picture:
    """The picture of the graph below a result, as it is now.

    collapse: units, layers, scopes or nothing; None for what is best to read.
    around, depth: only what is so few steps from this value.
    """
    collapse = one_of(collapse, (*KINDS, "nothing", None), "draw: collapse")
    graph = Graph(result, names, inputs)
    if around is not None or depth is not None:
        middle = result if around is None else around
        if not isinstance(middle, Value) or middle not in graph.place:
            raise refusal(middle, "draw: around", "a Value of this graph", ValueError)
        return part(graph, near(graph, middle, 2 if depth is None else depth), middle)
    if collapse is not None:
        return checked(graph, collapse)
    groups = best(graph)
    if groups is not None:
        return whole(graph, groups)
    return part(graph, near(graph, result, len(graph.order), MOST_NEAR), result)


def checked(graph: Graph, collapse: str) -> Picture:
    """The picture that was asked for; ValueError where it cannot be."""
    if collapse == "nothing":
        groups = [Group((node,)) for node in graph.order]
    else:
        found = KINDS[collapse](graph)
        if not found:
            needs = 'needs another way to collapse it, such as "nothing"'
            raise ValueError(f"draw: there are no {collapse} in this graph, {needs}")
        groups = in_order(graph, alike(graph, found) if collapse == "layers" else found)
    refuse(len(groups), "boxes", MOST_NODES)
    refuse(lines(graph, groups), "arrows", MOST_ARROWS)
    return whole(graph, groups)


def refuse(count: int, what: str, most: int) -> None:
    """The error of a picture with more of something than an engine can lay out.

    >>> refuse(66_018, "boxes", MOST_NODES)
    Traceback (most recent call last):
    ...
    ValueError: draw: this needs 66,018 boxes, a picture has at most 1,000; collapse \
more, or draw a part: draw(result, around=node, depth=3)
    """
    if count > most:
        raise ValueError(
            f"draw: this needs {count:,} {what}, a picture has at most {most:,}; "
            "collapse more, or draw a part: draw(result, around=node, depth=3)"
        )


def best(graph: Graph) -> list[Group] | None:
    """What one can read best; None where the whole cannot be drawn."""
    every = [Group((node,)) for node in graph.order]
    size, wide = len(every), sum(len(node.operands) for node in graph.order)
    if size <= MOST_PLAIN and wide <= MOST_ARROWS // 2:
        return every
    drawable = size <= MOST_NODES and wide <= MOST_ARROWS
    smallest = every if drawable else None
    for groups in candidates(graph):
        few = lines(graph, groups)
        if len(groups) <= MOST_BOXES and few <= MOST_LINES:
            return groups
        if len(groups) <= MOST_PLAIN and few <= MOST_ARROWS // 2:
            smallest = groups
    return smallest


def candidates(graph: Graph) -> Iterator[list[Group]]:
    """Ways to collapse a graph: scopes, which were asked for, then coarser and coarser.

    Those that leave too many boxes are not among them.
    """
    few_units = len(graph.units) <= MOST_NODES
    kinds = [scopes, units, layers] if few_units else [scopes, layers]
    found = filter(None, (kind(graph) for kind in kinds))
    for groups in chain(found, [[]]):
        coarse = alike(graph, groups)
        layered = groups and groups[0].kind == "layer"
        for some in (coarse, groups) if layered else (groups, coarse):
            saved = sum(len(group.members) - 1 for group in some)
            if len(graph.order) - saved <= MOST_NODES:
                yield in_order(graph, some)


def lines(graph: Graph, groups: list[Group]) -> int:
    """How many arrows there would be, about."""
    home = {node: i for i, group in enumerate(groups) for node in group.members}
    many = [group.kind != "value" for group in groups]
    pairs, single = set(), 0
    for node in graph.order:
        at = home[node]
        for operand in node.operands:
            start = home[operand] if isinstance(operand, Value) else None
            if start == at:
                continue
            if start is not None and (many[at] or many[start]):
                pairs.add((start, at))
            else:  # a plain number beside a box of many is not drawn
                single += not many[at]
    return single + len(pairs)


def whole(graph: Graph, groups: list[Group]) -> Picture:
    """The picture of the whole graph in groups."""
    builder = Builder(graph, groups)
    large = [group for group in groups if group.kind != "value"]
    if not large:
        return builder.picture()
    opened = {
        key: inside
        for key, group in zip(builder.keys, groups)
        if group.kind not in ("value", "parameters")
        and (inside := opened_group(graph, group)) is not None
    }
    count = sum(len(group.members) for group in large)
    kinds = ", ".join(told(large))
    note = (
        f"{count:,} of {len(graph.order):,} values are collapsed into {kinds}. "
        "To see inside, click a box in the .html page, or draw a part: "
        "draw(result, around=value, depth=3)."
    )
    return builder.picture(note, opened)


def told(groups: list[Group]) -> Iterator[str]:
    """How many groups there are of each kind, in words."""
    for kind, count in Counter(group.kind for group in groups).items():
        one, more = WORDS.get(kind, (kind, f"{kind}s"))
        yield f"{count} {one if count == 1 else more}"


def opened_group(graph: Graph, group: Group) -> Picture | None:
    """The picture of what is in a group; None where that is too much for one."""
    computed = sum(bool(node.operands) for node in group.members)
    if computed > 2 * MOST_PLAIN:  # a unit is at most two of these
        return None
    members = set(group.members)
    outside = {x for node in members for x in operands_of(node)} - members
    finer = units(graph) if group.kind in ("layer", "scope") else []
    ready = [g for g in finer if g.kind == "unit" and members.issuperset(g.members)]
    saved = sum(len(g.members) - 1 for g in ready)
    if len(members) + len(outside) - saved > MOST_PLAIN:
        return None
    order = in_order(graph, ready) if ready else [Group((n,)) for n in graph.order]
    shown = [g for g in order if members | outside >= set(g.members)]
    return Builder(graph, shown, outside).passed()


def near(graph: Graph, middle: Any, depth: int, most: int = MOST_PLAIN) -> set[Any]:
    """The values within so many steps of one, operands and users; at most so many."""
    seen, edge = {middle}, [middle]
    for _ in range(depth):
        around: dict[Any, None] = {}
        for node in edge:
            nearby = [*operands_of(node), *graph.users[node]]
            around |= dict.fromkeys(x for x in nearby if x not in seen)
        edge = list(around)[: most - len(seen)]
        seen.update(edge)
        if not edge or len(seen) >= most:
            break
    return seen


def part(graph: Graph, shown: set[Any], middle: Any) -> Picture:
    """The picture of a part of a graph, which says what is not in it."""
    builder = Builder(graph, [Group((node,)) for node in graph.sorted(shown)])
    rest = [node for node in graph.order if node not in shown]
    if not rest:
        return builder.picture()
    title = graph.titles({middle})[middle]
    counts = Counter(label(x.operation) if x.operands else "leaves" for x in rest)
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in sorted(counts.items()))
    return builder.picture(
        f"Shown: {len(shown)} of {len(graph.order):,} values, those nearest to "
        f"{title.name or title.rest}. Not shown: {len(rest):,} ({kinds}). Another "
        "part: draw(result, around=value, depth=3); named boxes: with scope(name)."
    )
