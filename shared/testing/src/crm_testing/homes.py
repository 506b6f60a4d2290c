"""Where a test run keeps its servers' data, what those said last, and the clearing of what killed runs left: processes
first, then files.
"""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from crm_local.embedded_broker import EmbeddedBroker
from crm_local.kafka import KafkaBroker
from crm_local.postgres import EmbeddedPostgres
from crm_local.processes import ServerProcess, tail

OWNER = "owner.json"

_MEMORY = Path("/dev/shm")  # noqa: S108  where Linux keeps files in memory
_ROOM = 4 * 2**30  # bytes that must be free there
_LAST_LINES = 25

_ours: list[Path] = []
_of_cleared: dict[str, str] = {}


def new_home(*, in_memory: bool = False) -> Path:
    """A folder for this process, under a folder of all runs of this account; `clear_abandoned` knows it by its owner.

    `in_memory`: where there is room for it. A database is three hundred files, and a disk takes far longer to make them.
    """
    roomy = in_memory and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    runs = (_MEMORY if roomy else Path(tempfile.gettempdir())) / f"kuaicrm-tests-{os.getuid()}"
    runs.mkdir(exist_ok=True)
    home = Path(tempfile.mkdtemp(dir=runs))
    # The unprivileged account of PostgreSQL must be able to pass.
    home.chmod(0o755)
    ourselves = ServerProcess.of_pid(os.getpid())
    if ourselves is not None:
        ourselves.note(home / "owner.new")
        # Whoever clears up finds the whole note or none.
        (home / "owner.new").rename(home / OWNER)
    _ours.append(home)
    return home


async def clear_abandoned(runs: Path) -> None:
    """End the servers of runs whose process is gone, and delete their folders; one process at a time does so."""
    with (runs / ".clearing").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        for owner in runs.glob(f"*/{OWNER}"):
            if ServerProcess.recorded(owner) is None:
                await clear(owner.parent)


async def clear(home: Path) -> None:
    """End every server whose data is a folder of this home, then delete the home."""
    if home in _ours:
        _ours.remove(home)
        _of_cleared.update(ends_of_logs(home))
    for data_dir in home.iterdir():
        for server in (EmbeddedPostgres(data_dir), KafkaBroker(data_dir), EmbeddedBroker(data_dir)):
            await server.end_leftover()
    shutil.rmtree(home, ignore_errors=True)


def last_words() -> dict[str, str]:
    """The ends of the logs of this process's servers by their names, also of homes cleared since `forget_words`."""
    return _of_cleared | {name: end for home in _ours for name, end in ends_of_logs(home).items()}


def forget_words() -> None:
    """Keep nothing of homes that were cleared."""
    _of_cleared.clear()


def ends_of_logs(folder: Path) -> dict[str, str]:
    """The last lines of each log in a folder by its name. Deeper than this lie only a broker's records."""
    logs = [log for depth in ("*.log", "*/*.log", "*/*/*.log") for log in sorted(folder.glob(depth))]
    ends = {log.name: tail(log, _LAST_LINES) for log in logs}
    return {name: end for name, end in ends.items() if end}
