"""Fetches what Min lederside needs on this machine, and only what has changed since last time.

    python3 scripts/setup.py [--tests] [--rebuild-static]

Plain Python 3.11 and nothing else is needed to begin. Python packages come from the
hashed lock files into .venv; npm's packages into node_modules; system libraries by apt
when that is allowed, else the line to run is printed and nothing more happens.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"

# What must be found, and the Debian package that has it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
PROGRAMS_FOR_TESTS = {
    "redis-server": "redis-server",
    "pdftoppm": "poppler-utils",
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tests", action="store_true", help="også det, prøverne skal bruge")
    parser.add_argument("--rebuild-static", action="store_true", help="byg altid stilarket igen")
    options = parser.parse_args(arguments)
    install_system_packages(missing_system_packages(tests=options.tests))
    make_virtual_environment()
    install_python_packages(ROOT / "requirements-dev.lock")
    build_static(again=options.rebuild_static)


def missing_system_packages(*, tests: bool) -> list[str]:
    """The Debian packages that are not here, by looking for what they bring."""
    packages = [package for name, package in LIBRARIES.items() if not _has_library(name)]
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if tests:
        packages += [
            package for name, package in PROGRAMS_FOR_TESTS.items() if not shutil.which(name)
        ]
        if not os.environ.get("CHROMIUM") and not shutil.which("chromium"):
            packages.append("chromium")
    return packages


def install_system_packages(packages: Sequence[str]) -> None:
    """Installs by apt as root or with a sudo that asks nothing; else says which line to run."""
    if not packages:
        return
    become_root = _way_to_root()
    if become_root is None or not shutil.which("apt-get"):
        sys.exit(
            "Disse systempakker mangler. Kør denne linje, og prøv så igen:\n\n"
            f"  sudo apt-get update && sudo apt-get install -y {' '.join(packages)}\n\n"
            "(På andre systemer end Debian og Ubuntu kan pakkerne hedde noget andet.)"
        )
    _say(f"Henter systempakker: {' '.join(packages)}")
    quiet = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run([*quiet, "update"])
    _run([*quiet, "install", "-y", "--no-install-recommends", *packages])


def make_virtual_environment() -> None:
    if (VENV / "bin" / "python").exists() and (VENV / "bin" / "pip").exists():
        return
    _say("Laver det virtuelle miljø i .venv")
    _run([sys.executable, "-m", "venv", "--clear", str(VENV)])


def install_python_packages(lock: Path) -> None:
    """Installs exactly what the lock says, each file checked against its hash."""

    def install() -> None:
        _say(f"Henter Python-pakker fra {lock.name}")
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        _run([*pip, "--disable-pip-version-check", "--require-hashes", "-r", str(lock)])

    _when_changed(lock.stem, [lock], install)


def build_static(*, again: bool) -> None:
    """Fetches npm's packages and builds static/built, when a source has changed."""
    script = ROOT / "scripts" / "build_static.mjs"
    npm_lock = ROOT / "package-lock.json"
    sources = [script, npm_lock, *_files_below("static/css", "static/js", "static/img")]
    built = (ROOT / "static" / "built").is_dir()

    def fetch() -> None:
        _say("Henter npm-pakker")
        _run(["npm", "ci", "--silent"])

    def build() -> None:
        _when_changed("npm", [npm_lock], fetch, force=not (ROOT / "node_modules").is_dir())
        _say("Bygger stilark, ikoner og skrifttyper")
        _run(["node", str(script)])

    if again or not built or _changed("static", sources):
        _find_node()
        build()
        _stamp("static", sources)


def _find_node() -> None:
    """Makes sure that `node` and `npm` on the path are here and new enough."""
    os.environ["PATH"] = f"{os.environ['PATH']}{os.pathsep}{VENV / 'bin'}"
    if shutil.which("npm") and _node_version() >= 18:
        return
    # The wheel's programs must win over a system Node that is too old.
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    install_python_packages(ROOT / "requirements-node.lock")


def _node_version() -> int:
    if not shutil.which("node"):
        return 0
    printed = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    number = printed.stdout.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdigit() else 0


def _way_to_root() -> list[str] | None:
    """The words before a command that needs root; None when root is out of reach."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _files_below(*folders: str) -> list[Path]:
    found = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    return sorted(path for path in found if path.is_file())


def _when_changed(
    name: str, inputs: Iterable[Path], action: Callable[[], None], *, force: bool = False
) -> None:
    inputs = list(inputs)
    if force or _changed(name, inputs):
        action()
        _stamp(name, inputs)


def _changed(name: str, inputs: Iterable[Path]) -> bool:
    stamp = STAMPS / name
    return not stamp.exists() or stamp.read_text(encoding="utf-8") != _fingerprint(inputs)


def _stamp(name: str, inputs: Iterable[Path]) -> None:
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(_fingerprint(inputs), encoding="utf-8")


def _fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except subprocess.CalledProcessError as problem:
        sys.exit(f"\nDet gik galt under: {' '.join(command)}\n(fejlkode {problem.returncode})")


if __name__ == "__main__":
    main()
