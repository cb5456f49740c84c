"""What every command of the portal does alike: wrong arguments end with 64."""

import sys
from functools import partial
from typing import Any, Final, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

WRONG_ARGUMENTS: Final = 64


class Command(BaseCommand):
    """A command whose other exit codes are its own."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = partial(_wrong_arguments, parser)  # type: ignore[method-assign]
        return parser


def _wrong_arguments(parser: CommandParser, message: str) -> NoReturn:
    if not parser.called_from_command_line:
        raise CommandError(message, returncode=WRONG_ARGUMENTS)
    parser.print_usage(sys.stderr)
    parser.exit(WRONG_ARGUMENTS, f"{parser.prog}: {message}\n")
