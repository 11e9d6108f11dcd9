"""What `make audit` says of an answer of pip-audit: clean, a hole, or that nobody knows."""

import json
import subprocess

import pytest

from deploy import audit

CLEAN = {"name": "django", "version": "5.2.19", "vulns": []}
HOLE = {"name": "django", "version": "5.2.1", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["5.2.19"]}]}
NOT_FOUND = {"name": "asgiref", "skip_reason": "Dependency not found on PyPI"}


@pytest.fixture
def answers(monkeypatch):
    def answer(stdout: str, stderr: str = "") -> None:
        ran = subprocess.CompletedProcess([], 0, stdout, stderr)
        monkeypatch.setattr(audit.subprocess, "run", lambda *args, **kwargs: ran)

    return answer


@pytest.mark.parametrize(
    ("packages", "code", "lenient"),
    [([CLEAN], 0, 0), ([HOLE, CLEAN], 1, 1), ([HOLE, NOT_FOUND], 1, 1), ([CLEAN, NOT_FOUND], 3, 0), ([], 3, 0)],
)
def test_answer_gives_its_exit_code(answers, packages, code, lenient):
    answers(json.dumps({"dependencies": packages, "fixes": []}))

    assert (audit.main(lenient=False), audit.main(lenient=True)) == (code, lenient)


def test_service_out_of_reach_is_said_aloud(answers, capsys):
    answers("", "Traceback…\nConnectionError: no route to host")

    assert audit.main(lenient=True) == 0
    assert "CHƯA KIỂM TRA ĐƯỢC LỖ HỔNG: pip-audit không chạy được: ConnectionError" in capsys.readouterr().err


def test_hole_is_named_with_the_version_that_mends_it(answers, capsys):
    answers(json.dumps({"dependencies": [HOLE]}))

    audit.main(lenient=True)

    assert capsys.readouterr().out == "LỖ HỔNG: django 5.2.1: CVE-2026-1; bản đã vá: 5.2.19\n"
