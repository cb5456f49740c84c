"""docs/operations.md's own lines for backup and restore, carried out on Lilleby Kommune."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from lederside.demo import postgres
from tests.plugins.databases import address_of
from tests.plugins.processes import ROOT

PAPER = ROOT / "docs" / "operations.md"


def written_lines(name: str) -> str:
    """The commands of the paper's block that begins with `# name`."""
    found = re.search(rf"```sh\n# {name}\n(.*?)```", PAPER.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"docs/operations.md has no block '# {name}'"
    return found.group(1)


def server_programs(url: str) -> Path:
    """The folder with pg_dump and pg_restore of the server's own version."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    folders = [postgres.programs(), *Path("/usr/lib/postgresql").glob(f"{major}/bin")]
    for folder in folders:
        printed = subprocess.run(
            [folder / "pg_dump", "--version"], capture_output=True, text=True, check=True
        )
        if f" {major}." in printed.stdout:
            return folder
    raise AssertionError(f"No pg_dump for PostgreSQL {major} in {folders}")


def fingerprints(url: str) -> dict[str, tuple[int, str]]:
    """For each table: its rows and a fingerprint of what they hold."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
    content = (
        "SELECT count(*), coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} t"
    )
    with psycopg.connect(url) as connection:
        names = [str(row[0]) for row in connection.execute(tables).fetchall()]
        found = {}
        for name in names:
            row = connection.execute(sql.SQL(content).format(sql.Identifier(name))).fetchone()
            assert row is not None
            found[name] = (int(row[0]), str(row[1]))
        return found


def run_lines(lines: str, folder: Path, env: dict[str, str]) -> None:
    # The project's manage.py is called from a folder that holds only the backup.
    lines = lines.replace("manage.py", str(ROOT / "manage.py"))
    subprocess.run(["bash", "-euo", "pipefail", "-c", lines], cwd=folder, env=env, check=True)


def test_a_backup_restores_to_the_very_same_rows(
    new_database: Callable[[], str], tmp_path: Path
) -> None:
    original = new_database()
    restored = address_of(original, "lederside_gendannet")
    path = [str(server_programs(original)), str(Path(sys.executable).parent), os.environ["PATH"]]
    env = {
        **os.environ,
        "PATH": os.pathsep.join(path),
        "DATABASE_URL": original,
        "RESTORED_URL": restored,
    }
    for command in ("migrate", "build_lilleby"):
        subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=env,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    run_lines(written_lines("backup"), tmp_path, env)
    try:
        run_lines(written_lines("restore"), tmp_path, env)
        assert fingerprints(restored) == fingerprints(original)
    finally:
        with psycopg.connect(address_of(original, "postgres"), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS lederside_gendannet WITH (FORCE)")

    assert fingerprints(original)["accounts_user"][0] > 0
