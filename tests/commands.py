"""Running the portal's commands as another office's script would."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(*words: str) -> str:
    """What the command prints; its words as typed in a shell."""
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def run_json(*words: str) -> Any:
    return json.loads(run(*words, "--format", "json"))


def refusal(*words: str) -> tuple[str, int]:
    """The one line of an error and the exit code."""
    with pytest.raises(CommandError) as caught:
        run(*words)
    message = str(caught.value)
    assert message.splitlines() == [message]
    return message, caught.value.returncode
