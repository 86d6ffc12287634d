"""Learn the family trees of twelve English and twelve Italian people, as in the letter.

The net is given a person and a relation and names the relatives. Six units stand for
the person; what they come to mean (nation, generation, branch) nobody has told them.
"""

from __future__ import annotations

from random import Random
from typing import Any

from autograd import functions, operation
from demos.figures import family_trees as figures
from demos.shared.command import Parser, falling
from demos.shared.families import (
    FACTS,
    PEOPLE,
    RELATIONS,
    branch,
    generation,
    nationality,
)
from demos.shared.training import Answers, Recipe, trained
from nn import Layer, Module, steps, uniform

EPSILON = steps([(0, 0.005), (20, 0.01)])  # the letter's ε, smaller for 20 sweeps
ALPHA = steps([(0, 0.5), (20, 0.9)])  # and its α
DECAY = 0.002  # every weight loses 0.2 % after each change
MARGIN = 0.2  # no error where an output is above 0.8, or below 0.2, as it should be
SWEEPS = 1500
HELD_OUT = 4  # of the 104 cases

#: a²/2 beyond the margin b, and no error at all within it.
beyond = operation(
    "beyond",
    "a * a / 2 if abs(a) > b else 0 * a",
    ["a if abs(a) > b else 0 * a", "0.0"],
)


def band(outputs: Any, targets: Any) -> Any:
    """The letter's error: that of eq. 3, but zero within the margin."""
    return functions.sum([beyond(y - d, MARGIN) for y, d in zip(outputs, targets)])


def from_the_line(outputs: Any, targets: Any) -> Any:
    """The other reading: the error is measured from 0.8 or 0.2, where it is zero."""
    over = [
        functions.relu(d - MARGIN - y if d else y - MARGIN)
        for y, d in zip(outputs, targets)
    ]
    return functions.dot(over, over) / 2


BOLD = steps([(0, 0.025), (20, 0.05)]), ALPHA
RECIPES = {
    "bold": Recipe(
        "ε times 5, 0.1 % decay, weights from U(-1, 1), error from the 0.8/0.2 line",
        *BOLD,
        sweeps=5000,
        decay=0.001,
        reach=1.0,
        loss=from_the_line,
    ),
    "literal": Recipe("the letter's numbers", EPSILON, ALPHA, SWEEPS, DECAY, loss=band),
}


class FamilyNet(Module):
    """24 people and 12 relations, 6 + 6 units, 12, 6, and 24 people again.

    >>> net = FamilyNet(reach=0.3, seed=0)
    >>> len(net.parameters()), len(net(encoded("Colin", "aunt")))
    (630, 24)
    """

    def __init__(self, reach: float, seed: int, hidden: int = 12) -> None:
        make: dict[str, Any] = {"initialization": uniform(reach), "seed": Random(seed)}
        self.person = Layer(len(PEOPLE), 6, **make)
        self.relation = Layer(len(RELATIONS), 6, **make)
        self.central = Layer(12, hidden, **make)
        self.encoding = Layer(hidden, 6, **make)
        self.output = Layer(6, len(PEOPLE), **make)

    def activities(self, inputs: tuple[list, list]) -> list[list]:
        """The outputs of all groups of units, from the person's six to the answer."""
        person, relation = map(Layer.outputs, (self.person, self.relation), inputs)
        central = self.central.outputs(person + relation)
        encoding = self.encoding.outputs(central)
        return [person, relation, central, encoding, self.output.outputs(encoding)]

    def __call__(self, inputs: tuple[list, list]) -> list:
        """The 24 outputs for a person and a relation, one unit on in each list."""
        return self.activities(inputs)[-1]


def network(recipe: Recipe, seed: int, hidden: int = 12) -> FamilyNet:
    """The net before training."""
    return FamilyNet(recipe.reach, seed, hidden)


def encoded(person: str, relation: str) -> tuple[list[float], list[float]]:
    """The input: one of the 24 units and one of the 12 units are on."""
    on = [float(other == person) for other in PEOPLE]
    return on, [float(other == relation) for other in RELATIONS]


def all_cases() -> list[tuple]:
    """The 104 cases: a person and a relation, and all who are it, on or off."""
    return [
        (encoded(*query), [float(person in answer) for person in PEOPLE])
        for query, answer in FACTS.items()
    ]


def split(seed: int) -> tuple[list, list]:
    """100 cases for training, and 4 drawn by seed that are held out."""
    cases = all_cases()
    Random(seed).shuffle(cases)
    return cases[HELD_OUT:], cases[:HELD_OUT]


def most_active_right(answers: Answers) -> int:
    """The number of cases whose most active output is a right one."""
    return sum(
        targets[outputs.index(max(outputs))] == 1
        for outputs, targets in zip(answers(), answers.targets)
    )


CRITERIA = [
    "all beyond 0.8 / 0.2",
    "all on the right side of 1/2",
    "most active is right",
]


def scores(model: FamilyNet, cases: list) -> tuple[int, int, int]:
    """The number of right cases by three criteria, from strict to lenient."""
    answers = Answers(model, cases)
    return answers.right(MARGIN), answers.right(), most_active_right(answers)


def score_table(model: FamilyNet, training: list, held_out: list) -> str:
    """The three scores of both sets of cases."""
    lines = [f"{'right':28}{len(training):>8} trained{len(held_out):>6} held out"]
    both = scores(model, training), scores(model, held_out)
    for name, seen, unseen in zip(CRITERIA, *both):
        lines.append(f"{name:28}{seen:>8}{unseen:>14}")
    return "\n".join(lines)


def person_weights(model: FamilyNet) -> list[list[float]]:
    """The weights from the 24 people to each of the six units that stand for them."""
    return [[weight.data for weight in unit] for unit in model.person.weights]


def features(model: FamilyNet) -> dict[str, tuple[int, float]]:
    """For each property of people the unit that tells it best, and its correlation."""
    from statistics import correlation

    found = {}
    for kind in (nationality, generation, branch):
        people = [i for i, person in enumerate(PEOPLE) if kind(person)]
        property = [kind(PEOPLE[i]) for i in people]
        by_unit = [
            correlation([weights[i] for i in people], property)
            for weights in person_weights(model)
        ]
        best = max(range(len(by_unit)), key=lambda unit: abs(by_unit[unit]))
        found[kind.__name__] = best + 1, by_unit[best]
    return found


def summary(model: FamilyNet, held_out: list, training: list, recipe: str) -> str:
    """What came out against what the letter reports."""
    learned, right = scores(model, training)[1], scores(model, held_out)
    return (
        "The letter reports that the net, trained on 100 of the 104 cases, was right "
        f"about the other four. Here, with the recipe '{recipe}', {learned} of the "
        f"{len(training)} were learned (every output on the right side of 1/2), and "
        f"{right[1]} of the {len(held_out)} held out were right by the same measure, "
        f"{right[2]} by the most active output. With the letter's own numbers no seed "
        "learns: a decay of 0.2 % outweighs so small a rate from the first sweep on. "
        "With the bold recipe about nine seeds in ten learn all 100, and about half of "
        "the unseen cases come out right; four of four is a lucky draw."
    )


def main(arguments: list[str]) -> None:
    """Train on 100 cases, test on 4, and draw Figures 3 and 4."""
    options = Parser("family-trees", __doc__, seed=0, recipes=RECIPES).given(arguments)
    recipe, folder = RECIPES[options.recipe], options.out
    model = network(recipe, options.seed)
    training, held_out = split(options.seed)
    history = trained(model, training, recipe, options.sweeps, progress=True)
    print(falling(history.errors), score_table(model, training, held_out), sep="\n\n")
    print("\nwhat the six units for a person tell best:")
    for property, (unit, strength) in features(model).items():
        print(f"  {property:12} unit {unit}, correlation {strength:+.2f}")
    model.save(folder / "weights.json")
    answer = model.activities(encoded("Colin", "aunt"))
    activities = [[y.data for y in group] for group in answer]
    figures.draw_activities(activities, folder / "figure-3.png")
    figures.draw_people(person_weights(model), folder / "figure-4.png")
    print(f"\nwrote weights.json, figure-3.png and figure-4.png to {folder}\n")
    print(summary(model, held_out, training, options.recipe))
