"""The folder that other systems put their files in (da: indbakken). Beat looks into it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from kpis.importing import uploads
from kpis.importing.options import Options
from lederside.imports.models import Upload

HANDLED: Final = "behandlet"
KNOWN: Final = (".csv", ".xlsx")
# A file that was just written to may not be whole yet; it is taken at the next look.
QUIET: Final = timedelta(minutes=1)


def look(*, at: datetime) -> list[Upload]:
    """Hand in every file of the inbox and move it to `behandlet`.

    A file without findings is taken; others wait for a person. Returns what was handed in.
    Stopped half-way, a file is handed in again, and is then known as the same.
    """
    if not settings.IMPORT_INBOX:
        return []
    folder = Path(settings.IMPORT_INBOX)
    handled = folder / HANDLED
    handled.mkdir(parents=True, exist_ok=True)
    received = []
    for path in _waiting(folder, at=at):
        data = path.read_bytes()
        received.append(
            uploads.receive(
                data, name=path.name, options=Options(), by=None, at=at, take_if_clean=True
            )
        )
        path.replace(handled / f"{at:%Y%m%dT%H%M%S}-{path.name}")
    return received


def _waiting(folder: Path, *, at: datetime) -> list[Path]:
    """The files to take now, by name. Too large ones stay, so that somebody sees them."""
    latest = (at - QUIET).timestamp()
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in KNOWN
        and not path.name.startswith(".")
        and path.is_file()
        and path.stat().st_mtime <= latest
        and path.stat().st_size <= settings.IMPORT_MAX_BYTES
    )
