"""What a peer did, one JSON line per step, so that it goes on after a restart where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue


class Journal:
    """An append-only file; without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            _drop_torn_line(path)

    def entries(self) -> Iterator[dict[str, JsonValue]]:
        """What was appended since the last `clear`, oldest first."""
        if self._path is not None and self._path.exists():
            with self._path.open(encoding="utf-8") as file:
                for line in file:
                    yield json.loads(line)

    def append(self, entry: Mapping[str, JsonValue]) -> None:
        """Keep one entry; it survives the death of the process, not that of the machine."""
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def clear(self) -> None:
        """Forget everything."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _drop_torn_line(path: Path) -> None:
    """A process killed while it wrote leaves half a line; what it stood for was never acknowledged."""
    if path.exists():
        whole, newline, _torn = path.read_bytes().rpartition(b"\n")
        path.write_bytes(whole + newline)
