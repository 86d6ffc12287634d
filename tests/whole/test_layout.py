"""The house: which room may import which, what importing costs, how long things are."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Imports go only downward: a module may import from the floors below its own, and from
# its own floor only inside its own room.
FLOORS = [
    [
        "autograd.support.ieee",
        "autograd.support.files",
        "autograd.support.palette",
        "autograd.generated.slopes",
        "autograd.support.typing",
    ],
    ["autograd.operations", "autograd.support.conversion"],
    ["autograd.support.observing", "autograd.support.expressions"],
    ["autograd.support.sweeps"],
    ["autograd.support.definitions", "autograd.generated.methods"],
    ["autograd.support.readings", "autograd.support.twin"],
    ["autograd.backward", "autograd.support.switches"],
    ["autograd.support.copying", "autograd.support.flattening"],
    ["autograd.value"],
    ["autograd.generated.functions"],
    ["autograd.functions"],
    ["autograd.differentiation.structures", "autograd.differentiation.numerical"],
    ["autograd.differentiation.choices", "autograd.differentiation.comparing"],
    ["autograd.differentiation.derivatives"],
    [
        "autograd.differentiation.sparsity",
        "autograd.differentiation.custom",
        "autograd.differentiation.checkpointing",
    ],
    ["autograd.differentiation.tracing"],
    ["autograd.transforms", "autograd.debugging"],
    ["autograd.checking"],
    ["autograd.programs.assignments", "autograd.programs.buffers"],
    ["autograd.programs.arrays", "autograd.programs.calls"],
    ["autograd.programs.passes"],
    ["autograd.programs.spec", "autograd.programs.printing"],
    ["autograd.programs.machines"],
    ["autograd.programs.runner"],
    ["autograd.programs.calling"],
    ["autograd.programs.program"],
    ["autograd.programs"],
    ["autograd.drawing.style"],
    ["autograd.drawing.reading"],
    ["autograd.drawing.picture"],
    ["autograd.drawing.choosing"],
    ["autograd.drawing.placing"],
    ["autograd.drawing.painting"],
    ["autograd.drawing.pages"],
    ["autograd.drawing.drawing"],
    ["autograd.drawing"],
    ["autograd"],
    ["nn.files"],
    ["nn.module"],
    ["nn.initialization", "nn.losses"],
    ["nn.layers"],
    ["nn.optimizers"],
    ["nn.training"],
    ["nn"],
    ["demos.shared"],
    ["demos.figures"],
    ["demos"],
    ["demos.studies.experiments"],
    ["demos.ledger"],
    ["demos.studies"],
]
SOURCES = sorted(
    path for room in ("autograd", "nn", "demos") for path in (ROOT / room).rglob("*.py")
)


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module):
    """The floor of a module and the room on it: that of its longest listed prefix."""
    rooms = [(len(r), i, r) for i, rooms in enumerate(FLOORS) for r in rooms]
    fitting = [x for x in rooms if module == x[2] or module.startswith(x[2] + ".")]
    _, level, room = max(fitting, default=(0, -1, None))
    return level, room


def imported(tree):
    """The project's modules that a syntax tree imports, with lines.

    Imports inside functions and for type checkers only are imports too.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [n if is_module(n) else node.module for n in names]
        else:
            continue
        for name in names:
            if name.endswith("._native"):  # in C, it imports nothing of the project
                continue
            if name.split(".")[0] in ("autograd", "nn", "demos"):
                yield name, node.lineno


def is_module(name):
    path = ROOT.joinpath(*name.split("."))
    if path.name == "_native":
        return True
    return path.with_suffix(".py").exists() or path.is_dir()


def upward(module, tree):
    """The imports of a module that do not go down."""
    level, room = floor(module)
    for name, line in imported(tree):
        other, other_room = floor(name)
        inside = room == other_room and room not in ("autograd", "nn")
        if other >= level and not inside:
            yield f"{module}:{line} imports {name}"


def cycles(edges):
    """The sets of modules that import each other in a circle."""
    reached = {start: set() for start in edges}
    for start, found in reached.items():
        waiting = list(edges[start])
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += edges.get(module, ())
    circles = {
        frozenset(x for x in reached if x in reached[m] and m in reached[x])
        for m in reached
    }
    return [sorted(circle) for circle in circles if circle]


def edges_of(sources):
    """What each module imports, whichever way."""
    return {
        module_name(path): {
            name for name, _ in imported(ast.parse(path.read_text("utf-8")))
        }
        - {module_name(path)}
        for path in sources
    }


def test_no_modules_import_each_other_in_a_circle():
    edges = edges_of(SOURCES)
    # what a package's face imports when it is first asked for a name
    edges["autograd"] = set()
    assert cycles(edges) == []


def test_the_test_of_circles_sees_them():
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert cycles({"a": {"b"}, "b": set()}) == []


@pytest.mark.parametrize("room", ["autograd", "nn", "demos"])
def test_a_folder_can_be_taken_in_at_a_glance(room):
    listed = subprocess.run(
        ["git", "ls-files", room], capture_output=True, text=True, cwd=ROOT
    ).stdout.split()
    if not listed:
        pytest.skip("this copy is no repository: run it in a clone")
    entries = {}
    for name in listed:
        for path in (Path(name), *Path(name).parents):
            entries.setdefault(path.parent, set()).add(path.name)
    crowded = {
        str(folder): len(names - {"__init__.py"})
        for folder, names in entries.items()
        if folder.parts[:1] == (room,) and len(names - {"__init__.py"}) > 14
    }
    assert crowded == {}


FACES = [
    path
    for path in SOURCES
    if path.name == "__init__.py"
    and not {"demos", "generated", "editors"}.intersection(path.parts)
]


@pytest.mark.parametrize("face", FACES, ids=module_name)
def test_the_face_of_a_room_names_all_that_is_in_it(face):
    inside = {path.stem for path in face.parent.glob("*.py")} - {"__init__"}
    inside |= {path.parent.name for path in face.parent.glob("*/__init__.py")}
    told = re.findall(
        "``(.*?)``", ast.get_docstring(ast.parse(face.read_text("utf-8")))
    )
    assert inside - set(re.findall(r"\w+", " ".join(told))) == set()


def test_imports_go_only_downward():
    found = [
        message
        for path in SOURCES
        for message in upward(module_name(path), ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("autograd.backward", "from autograd.value import Value"),
        ("autograd.value", "import autograd.functions"),
        ("autograd.functions", "def f():\n    from nn import module"),
        ("nn.losses", "from nn.training import fit"),
    ],
)
def test_the_import_test_sees_upward_imports(module, text):
    assert list(upward(module, ast.parse(text)))


def test_every_module_has_a_floor():
    assert [m for m in map(module_name, SOURCES) if floor(m)[0] < 0] == []


def test_importing_autograd_imports_little_of_the_standard_library_and_no_more():
    code = (
        "import sys; before = set(sys.modules); import autograd;"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "slow = {'ast', 'dataclasses', 'enum', 'inspect', 're', 'tokenize', 'typing'};"
        "print(sorted(new - (set(sys.stdlib_module_names) - slow)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert result.stdout.strip() == "['autograd']", result.stderr


def test_generated_files_are_fresh():
    from tests.generated import FILES

    for path, text in FILES.items():
        stale = f"{path} is stale: run python -m tests.generated"
        assert (ROOT / path).read_text("utf-8") == text(), stale
