"""Logs as one line of JSON for every record, each with its request id (docs/adr/0013-logs.md).

Nothing a person typed is logged: no names, no network addresses, no values of records. The user is logged as the
primary key of the account, which identifies a person only together with the database.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from coopunion.personal_numbers import hide_personal_numbers

request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    """Every line break, control and non-ASCII character is escaped, so a forged address stays inside its line.

    Of an exception its type and frames are logged; its text may quote what somebody typed, as PostgreSQL's "Failing row
    contains (…)" does, and is left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": hide_personal_numbers(record.getMessage()),  # a URL holds whatever somebody typed
        }
        if request_id.get():
            line["request"] = request_id.get()
        for name in ("event", "user", "status_code"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info and record.exc_info[1]:
            line["exception"] = faults(record.exc_info[1])
        return json.dumps(line)


def faults(error: BaseException) -> list[dict[str, object]]:
    """The exception and its chain of causes, the last raised first: type and frames, never the text."""
    chain: list[dict[str, object]] = []
    seen: BaseException | None = error
    while seen is not None and len(chain) < 5:
        frames = traceback.extract_tb(seen.__traceback__)[-30:]
        kind = type(seen)
        chain.append(
            {
                "type": f"{kind.__module__}.{kind.__qualname__}",
                "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return chain
