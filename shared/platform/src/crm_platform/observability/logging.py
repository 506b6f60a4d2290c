"""Structured logs: one JSON line per event, each naming the correlation id and the actor it concerns, secrets left out.

A terminal gets readable lines instead. Standard-library loggers (uvicorn, aiokafka …) are written the same way.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any

import orjson
import structlog
from structlog.typing import FilteringBoundLogger, Processor

_Event = MutableMapping[str, Any]

_SECRET_KEY = re.compile(
    r"authorization|token|passw|secret|cookie|signature|api.?key|credential", re.IGNORECASE
)
_SECRET_VALUE = re.compile(
    r"\b(?:Bearer|Basic)\s+\S+|\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)"
)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_REDACTED = "[redacted]"

# Libraries that say every request or every fetch at INFO.
_CHATTY = ("uvicorn.access", "httpx", "httpcore", "aiokafka")

_concerning: ContextVar[tuple[str, str | None] | None] = ContextVar("concerning", default=None)


def logger(**context: object) -> FilteringBoundLogger:
    """A logger whose events all carry `context`."""
    bound: FilteringBoundLogger = structlog.get_logger(**context)
    return bound


def concerning(correlation_id: str, actor: str | None = None) -> None:
    """From here on, in this task, log events name this correlation id and actor."""
    _concerning.set((correlation_id, actor))


def configure_logging(service: str, level: str = "INFO", *, console: bool | None = None) -> None:
    """Send all logs of the process to stdout; `console` None means: readable when stdout is a terminal."""
    readable = sys.stdout.isatty() if console is None else console
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_concern,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    last: list[Processor] = (
        [_escape, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if readable
        else [_service_named(service), _render_json]
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def redact(_logger: object, _method: str, event: _Event) -> _Event:
    """Leave out what must never be written down: tokens, passwords, signatures, credentials in URLs."""
    for key, value in event.items():
        event[key] = _REDACTED if _SECRET_KEY.search(key) else _without_secrets(value)
    return event


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        return _SECRET_VALUE.sub(_REDACTED, value)
    if isinstance(value, dict):
        return {k: _REDACTED if _SECRET_KEY.search(str(k)) else _without_secrets(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_secrets(item) for item in value]
    return value


def _add_concern(_logger: object, _method: str, event: _Event) -> _Event:
    if current := _concerning.get():
        event.setdefault("correlation_id", current[0])
        if current[1]:
            event.setdefault("actor", current[1])
    return event


def _service_named(service: str) -> Processor:
    def name_service(_logger: object, _method: str, event: _Event) -> _Event:
        event.setdefault("service", service)
        return event

    return name_service


def _escape(_logger: object, _method: str, event: _Event) -> _Event:
    """In a terminal, text from outside must not start a new line or change the colors."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
    return event


def _render_json(_logger: object, _method: str, event: _Event) -> str:
    try:
        text = orjson.dumps(event, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # lone surrogates: the standard library can escape them
        return json.dumps(event, default=str)
    # JSON allows U+2028 and the like as they are, but many readers begin a new line there.
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
