"""Delete what the personal data policy says is too old, or tell what would be deleted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside.privacy import policy, retention
from lederside.privacy.retention import Outcome


class Command(BaseCommand):
    help = "Sletter det, der efter docs/personal_data.yaml er for gammelt. Prøv først med --trial."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--trial", action="store_true", help="tæl kun, og slet intet")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = retention.apply(policy.current(), at=timezone.now(), trial=options["trial"])
        for outcome in outcomes:
            self.stdout.write(f"{outcome.count:>8}  {outcome.rule.text} ({_state(outcome)})")


def _state(outcome: Outcome) -> str:
    if not outcome.rule.is_on:
        return _("slået fra")
    return _("udført") if outcome.is_done else _("prøve")
