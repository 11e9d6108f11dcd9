"""Looks up known vulnerabilities of the locked versions at the Python Package Index (docs/adr/0014-audit-in-lint.md).

Exit code 0: every package was looked up and none has one. 1: some package has. 3: the service did not answer for some
package, so that is unknown; with --lenient it is printed as a warning and the exit code is 0.
"""

from __future__ import annotations

import json
import subprocess
import sys

HOLE, UNKNOWN = 1, 3
COMMAND = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "-r", "requirements.lock"]
OPTIONS = ["--format", "json", "--progress-spinner", "off", "--timeout", "15"]


def main(lenient: bool) -> int:
    ran = subprocess.run([*COMMAND, *OPTIONS], capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    try:
        packages = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError):  # it stopped before it had a table: the service is out of reach
        reason = (ran.stderr.strip().splitlines() or ["không rõ lý do"])[-1]
        return unknown(f"pip-audit không chạy được: {reason[:300]}", lenient)
    holes = [(package, hole) for package in packages for hole in package.get("vulns", ())]
    for package, hole in holes:
        fixed = ", ".join(hole.get("fix_versions", ())) or "chưa có"
        print(f"LỖ HỔNG: {package['name']} {package['version']}: {hole['id']}; bản đã vá: {fixed}")
    if holes:
        return HOLE
    skipped = [package for package in packages if "skip_reason" in package]
    if skipped or not packages:
        return unknown(f"máy chủ không trả lời cho {len(skipped)} trong {len(packages)} gói", lenient)
    print(f"Không có lỗ hổng đã biết trong {len(packages)} gói.")
    return 0


def unknown(why: str, lenient: bool) -> int:
    print(f"\n!!! CHƯA KIỂM TRA ĐƯỢC LỖ HỔNG: {why}. Chạy lại khi có mạng: make audit !!!\n", file=sys.stderr)
    return 0 if lenient else UNKNOWN


if __name__ == "__main__":
    sys.exit(main("--lenient" in sys.argv[1:]))
