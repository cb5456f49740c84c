import logging
from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lederside.accounts import emails
from lederside.accounts.models import User

log = logging.getLogger(__name__)


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited; nobody signs up. What is said is said in plain Danish."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Din adgang er lukket. Tal med den, der hjælper med Min lederside."),
        "email_password_mismatch": _("E-mail og adgangskode passer ikke sammen. Prøv igen."),
        "enter_current_password": _("Skriv den adgangskode, du bruger nu."),
        "invalid_password_reset": _("Linket er brugt eller for gammelt. Bed om et nyt."),
        "too_many_login_attempts": _(
            "Der er prøvet for mange gange. Vent fem minutter, eller vælg en ny adgangskode."
        ),
        "rate_limited": _("Det gik for hurtigt. Vent et minut, og prøv igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            # What is no address at all, such as »http://[«.
            return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:my_page")

    def get_reset_password_from_key_url(self, key: str) -> str:
        # From the settings, never from what the request calls its host.
        user, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": token})
        return urljoin(settings.SITE_URL, path)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, str]) -> None:
        # To the e-mail on file, whatever was typed.
        try:
            emails.password_forgotten(user, context["password_reset_url"])
        except OSError:
            # The answer is the same for all, so that it does not tell who has an account.
            log.exception("The letter about a forgotten password was not sent")
