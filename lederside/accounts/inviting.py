"""How people are let in: somebody invites them, and they choose their own password.

An invitation gives no rights; those follow from assignments.
"""

from datetime import datetime
from urllib.parse import urljoin

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lederside.accounts import emails
from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent


@transaction.atomic
def invite(email: str, name: str, *, by: User | None, at: datetime, by_letter: bool = True) -> User:
    """Send somebody a letter with a link to choose a password; the user is made or found.

    Somebody who has an account keeps its name and password; the letter can be sent again.
    Without ``by_letter`` nothing is sent, and the caller hands over ``link_for(user)``.
    Raises ValidationError, in Danish, when the e-mail is none, when the account is closed,
    and when no letter can be sent; then nothing has happened.
    """
    user = _found_or_made(email.strip().lower(), name.strip())
    if not user.is_active:
        raise ValidationError(
            {"email": _("%s har haft adgang, men den er lukket. Åbn den først.") % user}
        )
    user.invited_at = at
    user.save(update_fields=["invited_at"])
    trail.record(AuditEvent.Kind.PERSON_INVITED, user, by=by, at=at)
    if by_letter:
        _send_letter(user, by)
    return user


def link_for(user: User) -> str:
    """A link that lets ``user`` choose a password once, within ``PASSWORD_RESET_TIMEOUT``."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return urljoin(settings.SITE_URL, reverse("account_reset_password_from_key", kwargs=key))


def _send_letter(user: User, by: User | None) -> None:
    try:
        emails.invitation(user, link_for(user), sender=str(by) if by else "")
    except OSError as problem:
        raise ValidationError(
            _("Brevet kunne ikke sendes, så ingen er inviteret. Prøv igen om lidt.")
        ) from problem


def _found_or_made(email: str, name: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    try:
        validate_email(email)
    except ValidationError as problem:
        told = _("»%s« er ikke en e-mail. Skriv den som navn@kommune.dk.") % email[:60]
        raise ValidationError({"email": told}) from problem
    return User.objects.create_user(email, name=(name or email.partition("@")[0])[:150])
