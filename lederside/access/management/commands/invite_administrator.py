"""Invite the first administrator of a new installation; that one invites everybody else."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside import commands
from lederside.accounts import inviting
from lederside.accounts.models import User
from organisation import changes
from organisation.models import Assignment


class Command(commands.Command):
    help = (
        "Inviterer den første administrator. Er der allerede en, inviteres flere på siden "
        "Administration. Slutter med 0, når der er inviteret, 1 når det afvises, og 64 ved "
        "forkerte argumenter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", default="", help="personens navn, som det skal vises")
        parser.add_argument(
            "--print-link", action="store_true", help="skriv linket her i stedet for at sende det"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by_letter = not options["print_link"]
        try:
            user = _first_administrator(options["email"], options["name"], by_letter=by_letter)
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        if by_letter:
            self.stdout.write(_("Invitationen er sendt til %s.") % user.email)
        if settings.DEMO or not by_letter:
            self.stdout.write(inviting.link_for(user))


@transaction.atomic
def _first_administrator(email: str, name: str, *, by_letter: bool) -> User:
    now = timezone.now()
    there = _administrators()
    if there and not any(one.email == email.strip().lower() for one in there):
        told = _("Der er allerede en administrator, %s. Inviter flere på siden Administration.")
        raise ValidationError(told % there[0])
    user = inviting.invite(email, name, by=None, at=now, by_letter=by_letter)
    if not there:
        role = Assignment.Role.ADMINISTRATOR
        changes.assign(user, role, None, valid_from=timezone.localdate(now), by=None, at=now)
    return user


def _administrators() -> list[User]:
    held = Assignment.objects.filter(role=Assignment.Role.ADMINISTRATOR).on(timezone.localdate())
    return list(User.objects.filter(pk__in=held.values("person"), is_active=True))
