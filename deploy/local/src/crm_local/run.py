"""`make run`: starts an installation, says what runs where and what to try, plays the demo once, stops on Ctrl-C."""

from __future__ import annotations

import asyncio
import fcntl
import logging
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from crm_local.installation import forget, running
from crm_local.processes import StartFailed, accepts_connections

if TYPE_CHECKING:
    from crm_local.assembly import Running

LOG_BYTES = 20_000_000
