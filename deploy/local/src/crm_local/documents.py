"""The OpenAPI documents of all services, written the same way by every run."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from fastapi import FastAPI

from crm_local.assembly import BUILDERS
from crm_origin.origin import NAME, Origin
from crm_origin.settings import OriginSettings
from crm_platform.settings import ServiceSettings


def openapi(asked: Namespace) -> int:
    """Write `<service>.json` into `asked.folder`, or with `asked.check` tell which of them are not current."""
    folder: Path = asked.folder
    apps = {name: build(ServiceSettings()).app() for name, build in BUILDERS.items()}
    apps[NAME] = Origin(OriginSettings()).app
    documents = {folder / f"{name}.json": _document(app) for name, app in apps.items()}
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


def _document(app: FastAPI) -> str:
    return json.dumps(app.openapi(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
