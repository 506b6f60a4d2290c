"""Where a test run keeps its servers' data, and the clearing of what killed runs left: processes first, then files."""

import os
import shutil
import tempfile
from pathlib import Path

from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker
from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import ServerProcess

OWNER = "owner.json"


def new_home() -> Path:
    """A folder for this run, under a folder of all runs of this account; `clear_abandoned` knows it by its owner."""
    runs = Path(tempfile.gettempdir()) / f"kuaicrm-tests-{os.getuid()}"
    runs.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=runs))
    # The unprivileged account of PostgreSQL must be able to pass.
    home.chmod(0o755)
    ourselves = ServerProcess.of_pid(os.getpid())
    if ourselves is not None:
        ourselves.note(home / OWNER)
    return home


async def clear_abandoned(runs: Path) -> None:
    """End the servers of runs whose process is gone, and delete their folders."""
    for owner in runs.glob(f"*/{OWNER}"):
        if ServerProcess.recorded(owner) is None:
            await clear(owner.parent)


async def clear(home: Path) -> None:
    """End every server whose data is a folder of this home, then delete the home."""
    for data_dir in home.iterdir():
        for server in (EmbeddedPostgres(data_dir), KafkaBroker(data_dir), EmbeddedBroker(data_dir)):
            await server.end_leftover()
    shutil.rmtree(home, ignore_errors=True)
