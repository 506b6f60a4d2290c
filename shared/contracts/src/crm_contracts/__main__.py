"""Writes the committed documents of the contracts, and checks that they are current and that no contract
changed incompatibly: `python -m crm_contracts (write|check) docs`.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crm_contracts.compatibility import incompatible_contracts
from crm_contracts.schemas import asyncapi, json_schemas
from crm_contracts.topics import TOPICS

_ADVICE = (
    "Readers and stored events depend on the committed schemas. Publish a new version of the contract beside "
    "the old one (such as .v2), or make the change an optional field."
)


def documents() -> dict[str, bytes]:
    """Every generated document by its path under the documentation folder; the same bytes every time."""
    schemas = {f"schemas/{name}.json": _encoded(schema) for name, schema in json_schemas().items()}
    return schemas | {f"asyncapi/{context}.json": _encoded(asyncapi(context)) for context in TOPICS}


def write(folder: Path) -> list[str]:
    """Write every document under `folder`; returns the reasons for which nothing was written, if any."""
    refused = _incompatible_with(folder)
    if refused:
        return [*refused, _ADVICE]
    current = documents()
    for path in _committed_paths(folder) - current.keys():
        (folder / path).unlink()
    for path, content in current.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return []


def check(folder: Path, baseline: Path) -> list[str]:
    """What is wrong: contracts that are incompatible with those under `baseline`, and documents under
    `folder` that are not what would be written now.
    """
    found = _incompatible_with(baseline)
    if found:
        found.append(_ADVICE)
    if not any(baseline.glob("schemas/*.json")):
        found.append(f"NOTHING TO COMPARE WITH in {baseline / 'schemas'}")
    current, committed = documents(), _committed_paths(folder)
    for path in sorted(current.keys() | committed):
        if path not in committed:
            found.append(f"MISSING {folder / path}")
        elif path not in current:
            found.append(f"NO LONGER GENERATED {folder / path}")
        elif (folder / path).read_bytes() != current[path]:
            found.append(f"OUT OF DATE {folder / path}")
    return found


def _incompatible_with(folder: Path) -> list[str]:
    committed = {path.stem: json.loads(path.read_bytes()) for path in folder.glob("schemas/*.json")}
    return [f"INCOMPATIBLE {change}" for change in incompatible_contracts(committed, json_schemas())]


def _committed_paths(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for kind in ("schemas", "asyncapi")
        for path in folder.glob(f"{kind}/*.json")
    }


def _encoded(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 1 when something is wrong, with a line about each."""
    parser = argparse.ArgumentParser(prog="python -m crm_contracts", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (("write", "write the documents"), ("check", "fail unless they are current")):
        command = commands.add_parser(name, help=purpose)
        command.add_argument("folder", type=Path, help="the documentation folder, docs")
        if name == "check":
            command.add_argument(
                "--baseline",
                type=Path,
                help="a documentation folder of an earlier state, such as the main branch's, to compare with",
            )
    options = parser.parse_args(arguments)
    if options.command == "write":
        problems = write(options.folder)
    else:
        problems = check(options.folder, options.baseline or options.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
