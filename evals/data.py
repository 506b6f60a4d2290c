"""Where the data is that answers are known for."""

import csv
import gzip
import os
from pathlib import Path

FOLDER = Path(os.environ.get("KUAICRM_DATA", "../shared/data"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file (gzipped or not) in the data folder. Raises SystemExit saying which file is missing."""
    path = FOLDER / name
    if not path.exists():
        raise SystemExit(f"{path.resolve()} is missing; KUAICRM_DATA names the folder that holds it")
    with gzip.open(path, "rt", newline="") if path.suffix == ".gz" else path.open(newline="") as file:
        return list(csv.DictReader(file))
