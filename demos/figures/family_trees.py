"""The letter's Figures 3 and 4: activities for one query, weights from the people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demos.figures import hinton
from demos.shared.families import ENGLISH, ITALIAN, PEOPLE, RELATIONS

Levels = list[list[float]]


def draw_activities(activities: list[list], path: Path) -> None:
    """Figure 3: all activities for Colin has-aunt; two people light up at the top."""
    person, relation, central, encoding, output = activities
    made, axes = hinton.figure(30, 21.5)
    hinton.grid(axes, 9, 1.8, [output[:12], output[12:]], 1.0, "who is it?")
    name_those_on(axes, 9, 4.1, output)
    hinton.grid(axes, 12, 8, [encoding], 1.0, "6 units")
    hinton.grid(axes, 12, 10.8, [central[:6], central[6:]], 1.0, "12 units")
    hinton.grid(axes, 5, 14.6, [person], 1.0, "6 units for the person")
    hinton.grid(axes, 19, 14.6, [relation], 1.0, "6 units for the relation")
    asked = [[float(name == "Colin") for name in row] for row in (ENGLISH, ITALIAN)]
    hinton.grid(axes, 2, 17.4, asked, 1.0, "person: Colin")
    kinds = [[float(name == "aunt") for name in RELATIONS]]
    hinton.grid(axes, 16, 17.4, kinds, 1.0, "relation: has aunt")
    note = "area: activity, from 0 to 1; people: English above Italian"
    hinton.write(axes, 15, 20.6, note, color=hinton.MUTED)
    hinton.save(made, path)


def name_those_on(axes: Any, x: float, y: float, output: list[float]) -> None:
    """The names of the people whose output unit is above 1/2."""
    on = [(i % 12, name) for i, name in enumerate(PEOPLE) if output[i] > 0.5]
    for i, name in on:
        look: dict[str, Any] = {"rotation": 35, "ha": "right", "va": "top"}
        hinton.write(axes, x + i + 0.7, y, name, **look)


def draw_people(weights: Levels, path: Path) -> None:
    """Figure 4: what leads from the people to each of the six units for a person."""
    made, axes = hinton.figure(29, 17.5)
    largest = max(abs(w) for unit in weights for w in unit)
    for k, unit in enumerate(weights):
        x, y = 1 + 14 * (k % 2), 5 + 3.8 * (k // 2)
        rows = [unit[: len(ENGLISH)], unit[len(ENGLISH) :]]
        hinton.grid(axes, x, y, rows, largest, f"unit {k + 1}")
    look: dict[str, Any] = {"rotation": 60, "ha": "left", "va": "bottom", "fontsize": 7}
    for x in (1, 15):
        for j, name in enumerate(ENGLISH):
            hinton.write(axes, x + j + 0.2, 3.6, name, **look)
    note = "English above, their Italian counterparts below; area: magnitude of the "
    note += f"weight, the largest is {largest:.1f}; blue +, orange −"
    hinton.write(axes, 14.5, 16.5, note, color=hinton.MUTED)
    hinton.save(made, path)
