"""What is logged, and that nothing private is: names, numbers and types of errors, never what was said."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure(level: str, style: str, out: TextIO | None = None) -> None:
    """Sends structured lines to standard error, those of libraries too."""
    out = out or sys.stderr
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    if style == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty(), pad_event_to=0)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_the_kind_of_error,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [_Libraries()]
    root.setLevel(max(_LEVELS[level], logging.WARNING))


def _only_the_kind_of_error(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The words of an error may quote what somebody said."""
    error = line.pop("exc_info", None)
    if error:
        kind = error if isinstance(error, BaseException) else sys.exc_info()[1]
        line["error"] = type(kind).__name__
    return line


class _Libraries(logging.Handler):
    """Passes on what libraries log: the fixed words of a line, without what was put into them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Logs one line."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        words = record.msg if isinstance(record.msg, str) and record.args else "a library has something to say"
        line = structlog.get_logger(record.name)
        line.log(record.levelno, words, library=record.name, place=f"{record.module}:{record.lineno}", error=kind)
