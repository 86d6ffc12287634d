"""``python -m demos`` lists the demos; ``python -m demos NAME`` runs one."""

import ast
import sys
from importlib import import_module
from pathlib import Path

SHARED = {"__init__", "__main__", "command"}


def demos() -> dict[str, str]:
    """Each demo's name and what it says of itself in its first line."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in SHARED:
            documentation = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
            found[path.stem.replace("_", "-")] = documentation.split("\n")[0]
    return found


def main(arguments: list[str]) -> int:
    """Run the demo that the first argument names, with the others; its exit status."""
    known = demos()
    if not arguments or arguments[0] in ("-h", "--help", "list"):
        print(
            "python -m demos NAME runs one of these; NAME --help tells its options:\n"
        )
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
    import_module(f"demos.{name.replace('-', '_')}").main(rest)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("interrupted")
