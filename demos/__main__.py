"""``python -m demos`` lists the demos; ``python -m demos NAME`` runs one."""

import ast
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent


def modules() -> dict[str, Path]:
    """The file of each demo by its name: those that have a ``main`` to run.

    >>> modules()["and"].name  # `and` itself is no name for a module
    'and_.py'
    """
    found = {
        path.stem.strip("_").replace("_", "-"): path
        for path in FOLDER.rglob("*.py")
        if not path.stem.startswith("_") and "\ndef main(" in path.read_text("utf-8")
    }
    return dict(sorted(found.items()))


def demos() -> dict[str, str]:
    """Each demo's name and what it says of itself in its first line."""
    return {
        name: str(ast.get_docstring(ast.parse(path.read_text("utf-8")))).split("\n")[0]
        for name, path in modules().items()
    }


def main(arguments: list[str]) -> int:
    """Run the demo that the first argument names, with the others; its exit status."""
    known = demos()
    if not arguments or arguments[0] in ("-h", "--help", "list"):
        print("python -m demos NAME runs one of these; NAME --help tells its options:")
        print()
        for name, line in known.items():
            print(f"  {name:<14} {line}")
        return 0
    name, *rest = arguments
    if name not in known:
        print(
            f"python -m demos: there is no demo {name!r}, only {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    try:
        path = modules()[name].relative_to(FOLDER.parent).with_suffix("")
        import_module(".".join(path.parts)).main(rest)
        sys.stdout.flush()
    except OSError as error:  # a disk that is full, a folder that is write-protected
        print(f"python -m demos {name}: {error}", file=sys.stderr)
        return 1
    except ImportError as error:
        missing = (error.name or "").split(".")[0]
        if missing in ("autograd", "nn", "demos"):
            raise
        print(
            f"python -m demos {name}: {error}; the demos need what comes with "
            "pip install 'scalar-autograd[demos]'",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    with suppress(AttributeError):  # for names of files that are no text
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("interrupted")
