"""All experiments of 1986 over many seeds: a table and two figures, by one command.

``python -m demos results --readme README.md`` also puts them into the README. What was
computed stays in the file runs.jsonl of the folder and is not computed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import median

from autograd.support.files import read_whole, write_whole
from demos import perceptron, symmetry, xor
from demos.figures import hinton, symmetry as figure
from demos.shared.command import Parser, natural
from demos.shared.training import Answers, trained
from demos.studies.counting import draw_shares, quartiles, reached, share
from demos.studies.experiments import Ending
from demos.studies.study import Found, Study, add_places, ran

SHOWN = 7  # the seed of the net that is drawn
FIGURES = "demos/figures"  # of the README's
MARKS = r"(<!-- results -->\r?\n).*?(<!-- end of results -->)"

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


def cells(study: Study, found: Sequence[Ending]) -> list[str]:
    """A row of the table: title, letter, runs, ours, sweeps, seconds, what besides."""
    ours = f"{percent(found)} by {study.sweeps:,}"
    if study.by:
        ours = f"{percent(found, study.by)} by {study.by:,}; {ours}"
    low, middle, high = quartiles(reached(found))
    sweeps = f"{middle:.0f} ({low:.0f} to {high:.0f})" if reached(found) else "none"
    seconds = f"{median(one.seconds for one in found):.2g} s"
    ended = [str(len(found)), ours, sweeps, seconds, besides(study, found)]
    return [study.title, study.letter, *ended]


def percent(found: Sequence[Ending], by: int | None = None) -> str:
    """The share of runs that succeeded (by a sweep), with its interval."""
    count, low, high = share(found, by)
    return f"{100 * count / len(found):.0f} % ({low:.0f} to {high:.0f})"


def besides(study: Study, found: Sequence[Ending]) -> str:
    """What the experiment measures besides, in words."""
    if study.experiment == "symmetry":
        return structures(found)
    if study.experiment == "sequences":
        right = sum(one.measured[0] for one in found)
        return f"{right:.0f} of {5 * len(found)} unseen right"
    return unseen(found) if study.experiment == "family-trees" else ""


def structures(found: Sequence[Ending]) -> str:
    """The ratios of the weights in the nets that are right at the end."""
    codes = [one.measured[0] for one in found if one.right == one.cases]
    return f"weights 1:2:4 in {codes.count(1)}, 2:3:4 in {codes.count(2)} nets"


def unseen(found: Sequence[Ending]) -> str:
    """How many of the unseen relatives were right, and what the units mean."""
    sums = [sum(numbers) for numbers in zip(*(one.measured for one in found))]
    all_four = sum(one.measured[1] == 4 for one in found)
    nation, generation, branch = (total / len(found) for total in sums[3:])
    return (
        f"unseen right {sums[1]} of {4 * len(found)} ({sums[2]} by the most active "
        f"output, {sums[0]} beyond 0.8 / 0.2), 4 of 4 in {all_four} runs; best unit's "
        f"correlation with nationality {nation:.2f}, generation {generation:.2f}, "
        f"branch {branch:.2f}"
    )


def table(found: Found) -> str:
    """The rows as a table for Markdown."""
    head = ["experiment", "reported", "runs", "of them right about all cases (95 %)"]
    head += ["sweeps to that: median (quartiles)", "a run takes", "besides"]
    rows = [head, ["---"] * len(head), *(cells(*one) for one in found), *certain()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@cache
def certain() -> list[list[str]]:
    """The rows without chance: the printed net, and the perceptron."""
    net = symmetry.net_of_the_letter()
    answers = Answers(net, symmetry.CASES)
    yes = [y for (y,), (_, d) in zip(answers(), symmetry.CASES) if d]
    told = f"{answers.right()} of 64 right, {min(yes):.3f} for symmetric vectors"
    xors, vectors = (
        perceptron.perceptron(cases, perceptron.SHUFFLED, perceptron.Random(0)).best
        for cases in (xor.CASES, symmetry.CASES)
    )
    best = f"at best {xors} of 4 on XOR, {vectors} of 64 on symmetry"
    cannot = "cannot (Minsky & Papert)"
    return [
        ["the net printed in Figure 1", "right", "", told, "", "", ""],
        ["perceptron, no hidden units", cannot, "", best, "", "", ""],
    ]


def draw_success(found: Found, path: Path) -> None:
    """The share of runs that are right over sweeps, symmetry beside XOR."""
    from matplotlib.figure import Figure

    made = Figure(figsize=(10, 4), layout="constrained")
    for axes, name in zip(made.subplots(1, 2, sharey=True), ("symmetry", "xor")):
        lines = {
            study.title.split(", ")[1]: (study.sweeps, some)
            for study, some in found
            if study.experiment == name
        }
        draw_shares(axes, lines)
        axes.set(xlim=(50, None), title=name.replace("xor", "XOR"))
    made.axes[0].set_ylabel("share of runs that are right")
    hinton.save(made, path)


def draw_net(path: Path) -> None:
    """Figure 1 from weights learned with half the ε."""
    recipe = symmetry.RECIPES["small-step"]
    model = symmetry.network(recipe, SHOWN)
    trained(model, symmetry.CASES, recipe)
    figure.draw(model, symmetry.net_of_the_letter(), path)


def marked(readme: Path) -> str:
    """The text of a README; SystemExit unless it has a place for the results."""
    try:
        text = read_whole(readme).decode()
    except UnicodeDecodeError as error:
        raise SystemExit(f"{readme}: needs text in UTF-8: {error}") from None
    if not re.search(MARKS, text, re.S):
        raise SystemExit(
            f"{readme}: needs <!-- results --> and <!-- end of results -->"
        )
    return text


def put_into(readme: Path, section: str) -> None:
    """Replace what stands between the two marks of the README."""
    text, new = marked(readme), lambda m: f"{m[1]}{section}\n{m[2]}"
    write_whole(readme, re.sub(MARKS, new, text, flags=re.S).encode())


def section(found: Found, figures: str = "") -> str:
    """The results as Markdown."""
    spent = sum(one.seconds for _, some in found for one in some)
    count = sum(len(some) for _, some in found)
    return (
        f"{table(found)}\n\n"
        f"{count:,} runs in {spent / 60:.0f} minutes of one core.\n\n"
        f"![The share of runs that are right, over sweeps]({figures}success.png)\n\n"
        f"![The learned net for symmetry, beside the letter's]({figures}symmetry.png)\n"
    )


def main(arguments: list[str]) -> None:
    """Run what is missing, write results.md and the figures."""
    counted = "at most, instead of each row's own"
    parser = Parser("results", __doc__, seed=0, counted=counted)
    runs = "seeds; 5 times as many for XOR, a fifth for family trees"
    parser.option("--runs", natural, 100, runs)
    parser.option("--readme", Path, None, "a README to put the results into")
    add_places(parser)
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error(f"argument --runs: got {options.runs}, needs at least 1")
    if options.readme:
        marked(options.readme)  # one that is unfit is known before the hours of work
    folder = parser.folder(options.out)
    studies = [
        study if options.sweeps is None else study._replace(sweeps=options.sweeps)
        for study in STUDIES
    ]
    found = ran(studies, options, folder)
    draw(found, folder)
    write_whole(folder / "results.md", section(found).encode())
    print(table(found))
    print(f"\nwrote results.md, success.png and symmetry.png to {folder}")
    if options.readme:
        figures = options.readme.parent / FIGURES
        figures.mkdir(parents=True, exist_ok=True)
        draw(found, figures)
        put_into(options.readme, section(found, f"{FIGURES}/"))


def draw(found: Found, folder: Path) -> None:
    """Both figures."""
    draw_success(found, folder / "success.png")
    draw_net(folder / "symmetry.png")
