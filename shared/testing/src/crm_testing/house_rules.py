"""Rules of this repository that no linter knows: pure domains, safe acknowledgement, exact money, plain names, budgets.

Each rule is a function from one source file to its faults; `tests/architecture` plants a violation of every one.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FILE_LINES = 400
FUNCTION_LINES = 40


class Source(NamedTuple):
    """One file: its path inside the repository, its text, and its syntax when it is Python."""

    path: Path
    text: str
    tree: ast.Module | None

    @property
    def pure(self) -> bool:
        """Whether it belongs to a domain or to the pure functions of analytics."""
        return self.path.parts[0] == "services" and bool({"domain", "metrics"} & set(self.path.parts[3:-1]))

    @property
    def shipped(self) -> bool:
        """Whether it is Python that is installed somewhere; the harness is not."""
        top = self.path.parts[:2]
        return (
            self.tree is not None
            and top[0] in ("services", "shared", "deploy")
            and top != ("shared", "testing")
        )

    def nodes(self) -> Iterator[ast.AST]:
        """Every syntax node; nothing for a file that is not Python."""
        if self.tree is not None:
            yield from ast.walk(self.tree)


Rule = Callable[[Source], Iterator[str]]

IMPURE_MODULES = frozenset(
    [
        "asyncio",
        "concurrent",
        "ftplib",
        "glob",
        "http",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "queue",
        "random",
        "sched",
        "secrets",
        "select",
        "shelve",
        "shutil",
        "signal",
        "smtplib",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
    ]
)
PURE_LIBRARIES = frozenset(["cel_expr_python", "phonenumbers", "pydantic", "pydantic_core", "rapidfuzz"])
PURE_PLATFORM = frozenset(
    [
        "crm_platform.calendar",
        "crm_platform.errors",
        "crm_platform.eventsourcing.aggregate",
        "crm_platform.ids",
        "crm_platform.values",
    ]
)
CLOCKS_AND_DICE = re.compile(
    r"^(?:datetime\.)?(?:datetime|date)\.(?:now|today|utcnow)$|^(?:uuid\.)?uuid[147]$|^(?:ids\.)?new_id$"
)


def domain_decides_from_its_arguments(source: Source) -> Iterator[str]:
    """No clock, no random, no input or output in a domain: `now` and ids are arguments."""
    if not source.pure:
        return
    for node in source.nodes():
        for module in _imported(node):
            if not _is_pure(module, own=source.path.parts[3]):
                yield f"a domain must not import {module}"
        if isinstance(node, ast.Attribute | ast.Name) and CLOCKS_AND_DICE.search(ast.unparse(node)):
            yield f"a domain must not ask for {ast.unparse(node)} (line {node.lineno}): it is an argument"
        if isinstance(node, ast.Name) and node.id == "Any":
            yield f"a domain has no Any (line {node.lineno})"


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        # `from crm_platform import ids` names the module in the second place.
        return (
            [node.module or ""]
            if node.module != "crm_platform"
            else [f"crm_platform.{a.name}" for a in node.names]
        )
    return []


def _is_pure(module: str, *, own: str) -> bool:
    top = module.partition(".")[0]
    if top == "crm_platform":
        return module in PURE_PLATFORM
    return (
        (top in sys.stdlib_module_names and top not in IMPURE_MODULES) or top in PURE_LIBRARIES or top == own
    )


MONEY = re.compile(
    r"(?:^|_)(amount|budget|cost|credit|debit|discount|fee|money|price|revenue|subtotal|tax|total)(?:$|_)"
)


def money_is_never_a_float(source: Source) -> Iterator[str]:
    """A field, argument or result named like money is not annotated `float`."""
    if not source.shipped:
        return
    for node in source.nodes():
        named: list[tuple[str, ast.expr | None]] = []
        if isinstance(node, ast.AnnAssign):
            named.append((ast.unparse(node.target), node.annotation))
        elif isinstance(node, ast.arg):
            named.append((node.arg, node.annotation))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            named.append((node.name, node.returns))
        for name, annotation in named:
            if (
                annotation is not None
                and MONEY.search(name)
                and re.search(r"\bfloat\b", ast.unparse(annotation))
            ):
                yield f"{name} is money and must be a Decimal with its currency, not a float"


def records_are_acknowledged_by_hand(source: Source) -> Iterator[str]:
    """Only `AckPolicy.MANUAL`: every other policy loses a message when its handler fails or dies."""
    for node in source.nodes():
        if isinstance(node, ast.Attribute) and node.attr in ("ACK", "ACK_FIRST", "REJECT_ON_ERROR"):
            yield f"AckPolicy.{node.attr} loses messages (line {node.lineno})"
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "subscriber":
            policy = next((word.value for word in node.keywords if word.arg == "ack_policy"), None)
            if policy is None or not ast.unparse(policy).endswith("AckPolicy.MANUAL"):
                yield f"a subscriber must say ack_policy=AckPolicy.MANUAL (line {node.lineno})"


def the_log_is_never_written_without_its_lock(source: Source) -> Iterator[str]:
    """The library's insert function takes no lock, so a reader that goes by position can skip events for ever."""
    # The settings name it in order to refuse it; this file and the tests of both do, too.
    if "POSTGRES_ENABLE_DB_FUNCTIONS" not in source.text or not source.shipped:
        return
    if source.path.name != "settings.py":
        yield "the library's database functions lose events for readers"


# Master data is what the field calls it.
VAGUE = re.compile(r"(Manager|Helpers?|Utils?|Impl|(?<!Master)Data|Info)$")
VAGUE_FILES = re.compile(r"^(manager|helpers?|utils?|impl|common|misc)$")


def names_say_what_a_thing_is(source: Source) -> Iterator[str]:
    """No Manager, Helper, Util, Impl, Data, Info; nothing called just `process`."""
    if not source.shipped:
        return
    if VAGUE_FILES.search(source.path.stem):
        yield f"a module called {source.path.stem} says nothing"
    for node in source.nodes():
        if isinstance(node, ast.ClassDef) and VAGUE.search(node.name):
            yield f"the class name {node.name} says nothing"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "process":
            yield f"a function called process says nothing (line {node.lineno})"


def files_and_functions_stay_short(source: Source) -> Iterator[str]:
    """A file has at most 400 lines; a function of what we ship 40, beside its docstring and the functions in it."""
    if source.tree is None:
        return
    if (lines := len(source.text.splitlines())) > FILE_LINES:
        yield f"{lines} lines, more than {FILE_LINES}"
    for node in source.nodes():
        if not source.shipped or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (length := _own_lines(node)) > FUNCTION_LINES:
            yield f"{node.name} has {length} lines, more than {FUNCTION_LINES}"


def _own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not body:
        return 0
    inner = (
        n for n in ast.iter_child_nodes(function) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return _last_line(body[-1]) - body[0].lineno + 1 - sum(_last_line(n) - n.lineno + 1 for n in inner)


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def platform_packages_re_export_nothing(source: Source) -> Iterator[str]:
    """A re-export in the platform would make each domain reach what its neighbors import."""
    if source.path.name != "__init__.py" or source.path.parts[:2] != ("shared", "platform"):
        return
    if any(isinstance(node, ast.Import | ast.ImportFrom) for node in source.nodes()):
        yield "an __init__.py of the platform imports nothing"


def contracts_need_only_pydantic(source: Source) -> Iterator[str]:
    """Whoever reads our events installs the contracts without the rest."""
    if source.path.parts[:2] != ("shared", "contracts"):
        return
    for node in source.nodes():
        for module in _imported(node):
            if (top := module.partition(".")[0]) not in sys.stdlib_module_names | {
                "crm_contracts",
                "pydantic",
                "pydantic_core",
            }:
                yield f"contracts must not import {top}"


def tests_wait_instead_of_sleeping(source: Source) -> Iterator[str]:
    """A test waits on a position, an event or a condition with a deadline; it replaces no code of ours.

    Functions inside a test may keep a pace: they play somebody else.
    """
    if source.path.parts[0] != "tests" or source.tree is None:
        return
    for node in source.nodes():
        if any(module.startswith("unittest") for module in _imported(node)):
            yield "a test uses mocks"
    for function in source.tree.body:
        for node in _own_nodes(function):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("asyncio.sleep", "time.sleep"):
                yield f"a test sleeps (line {node.lineno})"


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _own_nodes(child)


# The third only with a colon: three X are also the ISO code for no currency.
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E)\b|\bX[X]X:")


def nothing_is_left_unfinished(source: Source) -> Iterator[str]:
    """What cannot be finished is left out."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if UNFINISHED.search(line):
            yield f"unfinished (line {number})"


# Escaped, so that this file does not name them either.
ELSEWHERE = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|repo1?\.maven|maven\.apache\.org/maven2|crates\.io|proxy\.golang\.org"
    r"|(?<![\w.$}/])/(?:root|home/[a-z]+|work)/"
)


def files_name_no_registry_and_no_path_of_a_machine(source: Source) -> Iterator[str]:
    """Where packages come from, and where the repository lies, is each machine's own affair."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if found := ELSEWHERE.search(line):
            yield f"names {found.group()} (line {number})"


PIN = re.compile(r"^[a-z0-9.-]+(?:\[[a-z,-]+\])?==\S+")


def locks_pin_by_hash(source: Source) -> Iterator[str]:
    """A lock file holds pins with hashes: no address, no path, no option."""
    if source.path.parent != Path("requirements") or source.path.suffix != ".txt":
        return
    for entry in re.split(r"\n(?=\S)", source.text):
        if entry.startswith("#") or not entry.strip():
            continue
        if "://" in entry or not PIN.match(entry):
            yield f"{entry.splitlines()[0]!r} is not a pin"
        elif "--hash=sha256:" not in entry:
            yield f"{entry.splitlines()[0]!r} has no hash"


RULES: tuple[Rule, ...] = (
    domain_decides_from_its_arguments,
    money_is_never_a_float,
    records_are_acknowledged_by_hand,
    the_log_is_never_written_without_its_lock,
    names_say_what_a_thing_is,
    files_and_functions_stay_short,
    platform_packages_re_export_nothing,
    contracts_need_only_pydantic,
    tests_wait_instead_of_sleeping,
    nothing_is_left_unfinished,
    files_name_no_registry_and_no_path_of_a_machine,
    locks_pin_by_hash,
)

TEXT = frozenset(
    [
        ".cfg",
        ".css",
        ".html",
        ".in",
        ".ini",
        ".js",
        ".json",
        ".md",
        ".mjs",
        ".properties",
        ".py",
        ".sh",
        ".sql",
        ".toml",
        ".ts",
        ".txt",
        ".xml",
        ".yaml",
        ".yml",
    ]
)
LEFT_OUT = frozenset(
    [".git", ".venv", ".local", ".bench", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache",
     ".hypothesis", ".import_linter_cache", ".schemathesis", "dist", "libs"]
)  # fmt: skip


def faults(root: Path, rules: tuple[Rule, ...] = RULES) -> list[str]:
    """What is wrong under `root`, as `path: rule: fault`, in the order of the paths."""
    found = []
    for source in sources(root):
        for rule in rules:
            found += [f"{source.path}: {rule.__name__}: {fault}" for fault in rule(source)]
    return found


def sources(root: Path) -> Iterator[Source]:
    """Every text file of the repository at `root`, without caches and what was installed."""
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if LEFT_OUT & set(inside.parts) or not path.is_file():
            continue
        if path.suffix in TEXT or inside.parts[0] == ".ci" or path.name in ("Makefile", "Dockerfile"):
            text = path.read_text()
            yield Source(inside, text, ast.parse(text) if path.suffix == ".py" else None)
