"""The OpenAPI documents of all services, written the same way by every run."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from crm_local.assembly import BUILDERS
from crm_platform.settings import ServiceSettings


def openapi(asked: Namespace) -> int:
    """Write `<service>.json` into `asked.folder`, or with `asked.check` tell which of them are not current."""
    folder: Path = asked.folder
    documents = {folder / f"{name}.json": _document(name) for name in BUILDERS}
    if not asked.check:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in documents.items():
            path.write_text(text)
        return 0
    kept = {path: path.read_text() for path in folder.glob("*.json")}
    stale = sorted(path for path in kept.keys() | documents.keys() if kept.get(path) != documents.get(path))
    for path in stale:
        print(f"{path} is not current: run `make docs`")
    return 1 if stale else 0


def _document(name: str) -> str:
    document = BUILDERS[name](ServiceSettings()).app().openapi()
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
