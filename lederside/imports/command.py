"""What the two import commands have in common: arguments, exit codes and what they print.

    0   taken, or a trial that would be
    1   read and refused: the findings say why
    2   the file is there, but cannot be read as a table
    64  wrong arguments, also when there is no such file

For 0, 1 and 2 the last line of stdout is one JSON object; the findings stand above it.
"""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandError, CommandParser
from django.utils.translation import gettext as _

from lederside import commands
from lederside.commands import WRONG_ARGUMENTS
from lederside.imports.danish import parse_date
from lederside.imports.log import Finding, Severity
from lederside.imports.mapping import BadMap
from lederside.imports.reading import Unreadable
from lederside.imports.result import ImportResult

UNREADABLE = 2
OWN_TEMPLATE = "skabelon"


class ImportCommand(commands.Command):
    """A file in, findings and one JSON object out. A command says only how its file is taken."""

    sources: ClassVar[tuple[str, ...]] = (OWN_TEMPLATE,)
    fields_help = ""
    # A fault elsewhere must not look like a refused file: exit 1 means findings and nothing else.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = _(
            "Svarer med 0: taget ind, eller en prøve uden fejl. 1: læst og afvist; fundene siger "
            "hvorfor.\n2: filen findes, men er ikke en tabel. 64: forkerte argumenter, eller filen "
            "findes ikke.\nDen sidste linje er ét JSON-objekt med tællingen."
        )
        parser.add_argument("file", metavar="FILE", help="CSV eller XLSX")
        layout = parser.add_mutually_exclusive_group()
        layout.add_argument("--source", metavar="NAME", choices=self.sources)
        layout.add_argument(
            "--map", metavar="FIELD=COLUMN", action="append", default=[], help=self.fields_help
        )
        parser.add_argument("--sheet", metavar="NAME", help="arket i en XLSX-fil")
        parser.add_argument("--trial", action="store_true", help="prøv uden at gemme noget")

    def handle(self, *args: object, **options: Any) -> None:
        path = Path(options["file"])
        data = _bytes_of(path)
        try:
            result = self.take(data, path.name, options)
        except BadMap as reason:
            raise CommandError(str(reason), returncode=WRONG_ARGUMENTS) from reason
        except Unreadable as reason:
            result = ImportResult.of_unreadable(reason.finding, trial=options["trial"])
            self._say(result, code=UNREADABLE)
        else:
            self._say(result, code=result.exit_code)

    def take(self, data: bytes, name: str, options: dict[str, Any]) -> ImportResult:
        """Try or take the file. `data`: its bytes; `name`: its name; `options`: the arguments."""
        raise NotImplementedError

    def _say(self, result: ImportResult, *, code: int) -> None:
        for finding in result.findings:
            self.stdout.write(_line(finding))
        if result.findings.left_unsaid():
            self.stdout.write(result.findings.sentences()[-1])
        self.stdout.write(result.as_json())
        if code:
            sys.exit(code)


def date_argument(text: str) -> date:
    """A day on the command line as people write it; for argparse's `type`."""
    day = parse_date(text)
    if not isinstance(day, date):
        raise argparse.ArgumentTypeError(_("»%s« er ikke en dato. Skriv fx 31-12-2026.") % text)
    return day


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        words = _("Filen »%(path)s« kan ikke åbnes: %(why)s.")
        message = words % {"path": path, "why": _reason(error)}
        raise CommandError(message, returncode=WRONG_ARGUMENTS) from error


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("den findes ikke")
    if isinstance(error, IsADirectoryError):
        return _("det er en mappe")
    return error.strerror or str(error)


def _line(finding: Finding) -> str:
    words = {
        Severity.ERROR: _("Fejl"),
        Severity.WARNING: _("Advarsel"),
        Severity.NOTE: _("Bemærk"),
    }
    return f"{words[finding.severity]} {finding.code}: {finding.sentence()}"
