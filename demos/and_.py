"""Learn logical and, the easy neighbour of exclusive or, with the same net.

AND is on one side of a line, so a single unit would do; the same 2-2-1 net learns it
without the plateau on which XOR waits.
"""

from __future__ import annotations

from demos import xor
from demos.shared.command import Parser, falling
from demos.shared.training import Answers, trained

RECIPES = {"literal": xor.RECIPES["literal"]}


def main(arguments: list[str]) -> None:
    """Train, print the truth table, write the weights and the training curve."""
    options = Parser("and", __doc__, seed=0, recipes=RECIPES).given(arguments)
    recipe, folder = RECIPES[options.recipe], options.out
    model = xor.network(recipe, options.seed)
    goal = Answers(model, xor.AND).all_right
    history = trained(
        model, xor.AND, recipe, options.sweeps, goal, go_on=True, progress=True
    )
    print(
        falling(history.errors), xor.truth_table(model, xor.AND), sep="\n\n", end="\n\n"
    )
    model.save(folder / "weights.json")
    xor.write_curves(folder / "curve.html", options.seed, first="AND")
    print(f"wrote weights.json and curve.html to {folder}\n")
    when = f"from sweep {history.reached} on" if history.reached else "not yet"
    print(
        "The letter has no AND: it is here as the contrast to XOR. Its four answers "
        f"are right {when}; curve.html shows this run beside XOR's, which first "
        "stays on a plateau where all its outputs are near 0.5."
    )
