"""What every drill uses: a portal of its own under gunicorn, browsers that speak real HTTP, and a verdict.

A drill is one file of this folder with a docstring that says what must hold. It reads:

    from drills.portal import Browser, Drill, together

    with Drill("what must hold") as drill:      # migrates DATABASE_URL and starts gunicorn with 2 workers
        from tests import factories             # models, once the drill has begun
        factories.make_user("staff", ...)
        answers = together([lambda: Browser(drill).get("/"), ...])   # all let go at the same moment
        drill.figure("answers", len(answers))
        drill.expect("all were answered", [answer.status for answer in answers], [200] * len(answers))

`drills/run` runs each on SQLite and on PostgreSQL. A drill that fails, or breaks, exits with 1.
"""

from __future__ import annotations

import http.client
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
Result = TypeVar("Result")


class Drill:
    """One drill and its portal: `port` answers, `process` is gunicorn's master. Printed: figures, then PASS or FAIL."""

    def __init__(self, promise: str) -> None:
        self.promise = promise
        self.failed = False

    def __enter__(self) -> Self:
        self.folder = tempfile.TemporaryDirectory(prefix="drill-")
        os.environ.update(
            SECRET_KEY=secrets.token_urlsafe(50),
            DATA_KEYS=urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            DEBUG="false",
            DEMO="false",
            HTTPS="false",
            ALLOWED_HOSTS="127.0.0.1",
            MEDIA_ROOT=self.folder.name,
            DJANGO_SETTINGS_MODULE="coopunion.settings",
        )
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{self.folder.name}/drill.sqlite3")
        import django  # inline: after the environment is set
        from django.core.management import call_command  # inline: likewise
        from django.db import connection  # inline: likewise

        django.setup()
        call_command("migrate", verbosity=0)
        print(f"\n{self.promise} [{connection.vendor}]", flush=True)
        self.start()
        return self

    def start(self) -> None:
        """Start gunicorn and wait until the portal answers."""
        self.port = free_port()
        words = [sys.executable, "-m", "gunicorn", "coopunion.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        words += ["--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
        words += ["--no-control-socket", "--log-level", "error"]
        self.log = (Path(self.folder.name) / "gunicorn.log").open("ab")
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=self.log, stderr=self.log)  # noqa: S603 - fixed words
        for _ in range(150):
            try:
                if Browser(self).get("/suc-khoe/").status == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise RuntimeError(f"The portal does not answer:\n{Path(self.log.name).read_text('utf-8')}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()

    def figure(self, name: str, value: object) -> None:
        print(f"    {name}: {value}", flush=True)

    def expect(self, what: str, got: object, expected: object) -> None:
        right = got == expected
        self.failed |= not right
        print(f"    {'PASS' if right else 'FAIL'}  {what}: {got}{'' if right else f', not {expected}'}", flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        from django.db import connections  # inline: Django is set up by now

        self.stop()
        connections.close_all()
        self.folder.cleanup()
        if error is None:
            sys.exit(1 if self.failed else 0)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass
class Browser:
    """One person's browser: keeps cookies, sends the CSRF token. `address` is which of this machine's it calls from."""

    drill: Drill
    address: str = "127.0.0.1"
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        return self.ask("POST", path, fields)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        headers = self.headers | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if fields is not None:
            body = urlencode(fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection("127.0.0.1", self.drill.port, timeout=120, source_address=(self.address, 0))
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
            return Answer(response.status, response.headers, response.read().decode())
        finally:
            line.close()

    def sign_in(self, username: str, password: str) -> Answer:
        self.get("/dang-nhap/")
        return self.post("/dang-nhap/", username=username, password=password)


def together(actions: Sequence[Callable[[], Result]]) -> list[Result]:
    """What the actions give, each in a thread of its own, all let go at the same moment. An error of one is raised."""
    barrier = threading.Barrier(len(actions))
    results: list[Result | BaseException | None] = [None] * len(actions)

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = actions[index]()
        except BaseException as error:  # raised below, in the calling thread
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return results  # type: ignore[return-value]  # every thread has ended


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
