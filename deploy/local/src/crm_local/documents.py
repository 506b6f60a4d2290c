"""The OpenAPI documents of all services, written the same way by every run."""

from __future__ import annotations

import json
from pathlib import Path

from crm_local.assembly import BUILDERS
from crm_platform.settings import ServiceSettings


def write(folder: Path) -> int:
    """Write `<service>.json` for each service; returns the exit code 0."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _documents().items():
        (folder / f"{name}.json").write_text(text)
    return 0


def check(folder: Path) -> int:
    """Exit code 0 when the documents in `folder` are current; else 1, and says which are not."""
    kept = {path.stem: path.read_text() for path in folder.glob("*.json")}
    current = _documents()
    stale = sorted(name for name in kept.keys() | current.keys() if kept.get(name) != current.get(name))
    for name in stale:
        print(f"{folder / name}.json is not current: run `make docs`")
    return 1 if stale else 0


def _documents() -> dict[str, str]:
    return {name: _document(name) for name in BUILDERS}


def _document(name: str) -> str:
    document = BUILDERS[name](ServiceSettings()).app().openapi()
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
