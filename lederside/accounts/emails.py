"""The letters about log-in. They hold a link, a name, and nothing else."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from lederside.accounts.models import User


def invitation(user: User, link: str, *, sender: str) -> None:
    """Ask ``user`` to choose a password by ``link``. Raises OSError when no mail can be sent."""
    _send(user, _("Velkommen til Min lederside"), "invitation", link=link, sender=sender)


def password_forgotten(user: User, link: str) -> None:
    """A link to choose a new password. Raises OSError when no mail can be sent."""
    _send(user, _("Vælg en ny adgangskode til Min lederside"), "password_forgotten", link=link)


def _send(user: User, subject: str, template: str, **context: str) -> None:
    days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
    context |= {"name": user.name, "site": settings.SITE_URL, "days": str(days)}
    send_mail(
        subject,
        render_to_string(f"emails/{template}.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
    )
