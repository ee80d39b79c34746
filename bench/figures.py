"""`python3 bench/figures.py [CHECKOUT]`: the size and the habits of the code, room by room; `make figures`.

Standard library only, so that it reads any checkout, an old one too. A function's lines are those between its first and
its last statement's, with its name. Tests, migrations and generated files count apart or not at all.
"""

import argparse
import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

LONG = 30
SKIPPED = {"migrations", "node_modules", "generated", "__pycache__"}
PYTHON = ("apps/*", "config", "processes", "ml/*", "ml")
PAGE = ("features/*", "*")
HEAD = ("room", "files", "lines", "median/p90/max", "functions", "median/p90", f">{LONG}")
HABITS = ("Any", "dict[str, Any]", "type: ignore", "noqa", "tests", "tests/line")
ANY = re.compile(r"\bAny\b")
LOOSE = re.compile(r"\b(?:dict|Mapping|MutableMapping)\[str, Any\]")


@dataclass
class Room:
    """What was counted in one folder; `functions` and `files` are lengths in lines."""

    files: list[int] = field(default_factory=list)
    functions: list[int] = field(default_factory=list)
    tests: int = 0
    loose: int = 0
    anything: int = 0
    ignores: int = 0
    noqas: int = 0

    def add(self, other: "Room") -> None:
        """Both together."""
        self.files += other.files
        self.functions += other.functions
        for name in ("tests", "loose", "anything", "ignores", "noqas"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def spread(values: list[int]) -> tuple[int, int, int]:
    """Median, 90th percentile, maximum."""
    if not values:
        return 0, 0, 0
    ninth = quantiles([*values, values[0]] if len(values) == 1 else values, n=10, method="inclusive")[-1]
    return round(median(values)), round(ninth), max(values)


def functions(tree: ast.AST) -> Iterator[int]:
    """The length of each function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


def is_test(path: Path) -> bool:
    """Tests, and what only tests need."""
    return bool({"tests", "testing"} & set(path.parts)) or path.name == "conftest.py" or ".test." in path.name


def count(path: Path) -> Room:
    """One file."""
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    if is_test(path):
        return Room(tests=lines)
    room = Room(files=[lines]) if lines else Room()
    if path.suffix == ".py":
        room.functions = list(functions(ast.parse(text)))
        room.anything, room.loose = len(ANY.findall(text)), len(LOOSE.findall(text))
        room.ignores, room.noqas = text.count("# type: ignore"), text.count("# noqa")
    return room


def room_of(path: Path, patterns: Iterable[str]) -> str:
    """The first pattern's folder that holds the file, or the file's own folder."""
    path = Path(*(part for part in path.parts if part != "tests"))  # ml/tests/training tests ml/training
    for pattern in patterns:
        depth = pattern.count("/") + 1
        head = Path(*path.parts[:depth])
        if len(path.parts) > depth and head.match(pattern):
            return head.as_posix()
    return "others"


def rooms(root: Path, endings: set[str], patterns: Iterable[str]) -> dict[str, Room]:
    """Every room below `root`."""
    found: dict[str, Room] = {}
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix in endings and not SKIPPED & set(inside.parts) and not inside.parts[0].startswith("."):
            found.setdefault(room_of(inside, patterns), Room()).add(count(path))
    return {name: room for name, room in found.items() if room.files}


def imports(path: Path, names: set[str]) -> Iterator[str]:
    """The modules of ours that a file imports anywhere, for type checkers too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in names else node.module


def circles(root: Path) -> list[list[str]]:
    """Modules that need each other, directly or by way of others (Tarjan, 1972)."""
    files = {
        ".".join(path.relative_to(root).with_suffix("").parts): path
        for path in root.rglob("*.py")
        if not is_test(path.relative_to(root)) and not SKIPPED & set(path.relative_to(root).parts)
    }
    arrows = {name: set(imports(path, set(files))) & set(files) - {name} for name, path in files.items()}
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in arrows[name]:
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            at = stack.index(name)
            found.append(sorted(stack[at:]))
            del stack[at:]

    for name in arrows:
        if name not in index:
            visit(name)
    return [circle for circle in found if len(circle) > 1]


def nouns(checkout: Path) -> int | None:
    """How many lines of tables the glossary has; None where there is none."""
    glossary = checkout / "docs" / "glossary.md"
    if not glossary.is_file():
        return None
    lines = [line for line in glossary.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return sum(not line.startswith(("| word ", "| ---")) for line in lines)


def row(name: str, room: Room, *, python: bool) -> str:
    """One line of the table."""
    files, lengths = spread(room.files), spread(room.functions)
    lines = sum(room.files)
    shown = [name, len(room.files), f"{lines:,}", "{}/{}/{}".format(*files)]
    if python:
        long = sum(length > LONG for length in room.functions)
        shown += [len(room.functions), "{}/{}".format(*lengths), long, room.anything, room.loose]
        shown += [room.ignores, room.noqas]
    return "| " + " | ".join(map(str, [*shown, f"{room.tests:,}", f"{room.tests / lines:.2f}"])) + " |"


def table(found: dict[str, Room], *, python: bool) -> Iterator[str]:
    """A table in Markdown, the sum last."""
    names = [*HEAD, *HABITS] if python else [*HEAD[:4], *HABITS[-2:]]
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    everything = Room()
    for name, room in sorted(found.items()):
        yield row(name, room, python=python)
        everything.add(room)
    yield row("**together**", everything, python=python)


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", nargs="?", type=Path, default=Path(__file__).resolve().parents[1])
    checkout: Path = parser.parse_args().checkout
    backend = checkout / "backend"
    found, named = circles(backend), nouns(checkout)
    shown = [
        "## Backend", "", *table(rooms(backend, {".py"}, PYTHON), python=True), "",
        "## Page", "", *table(rooms(checkout / "frontend" / "src", {".ts", ".tsx"}, PAGE), python=False), "",
        f"Circles of imports in the backend, those for type checkers too: {len(found)}",
        *(f"- {' <-> '.join(circle)}" for circle in found),
        f"Nouns of docs/glossary.md: {named if named is not None else 'there is none'}",
    ]  # fmt: skip
    print("\n".join(shown))  # noqa: T201 - asked for


if __name__ == "__main__":
    main()
