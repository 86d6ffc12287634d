"""What the results are made of: experiments, their seeds, and what is reported."""

from __future__ import annotations

from typing import NamedTuple

from demos.studies.experiments import EXPERIMENTS, Job


class Study(NamedTuple):
    """A row of the table: what is run, and what the literature has of it.

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


ONE_RUN = "one run, in 1,425 sweeps"
FEWER = "more units, fewer minima"
FOUR = "the 100 learned, 4 of 4 unseen right"
TWO_MINIMA = "hundreds of runs, two local minima (PDP ch. 8)"
SEQUENCES = "all but one digit of 5 unseen, in 260 sweeps (PDP ch. 8)"
# fmt: off
STUDIES = [
    Study("symmetry, as printed", ONE_RUN, "symmetry", "literal", 10000, 1425),
    Study("symmetry, half the ε", "", "symmetry", "small-step", 5000, 1425),
    Study("symmetry, 0.2 % decay", "", "symmetry", "decay", 5000, 1425),
    Study("family trees, as printed", FOUR, "family-trees", "literal", 1500, share=0.2),
    Study("family trees, bold", "", "family-trees", "bold", 5000, 1500, share=0.2),
    Study("XOR, 2 hidden units", TWO_MINIMA, "xor", "literal", 5000, share=5),
    Study("XOR, 3 hidden units", FEWER, "xor", "literal", 5000, hidden=3, share=5),
    Study("XOR, without momentum", "", "xor", "literal", 20000, momentum=0),
    Study("sequences", SEQUENCES, "sequences", "literal", 260),
    Study("sequences, for longer", "", "sequences", "longer", 1000),
]
# fmt: on
