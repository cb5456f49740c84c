"""The log-in forms in our own words. The rules are allauth's."""

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

_PASSWORD_HELP = _(
    "Mindst 12 tegn. Gerne tre-fire tilfældige ord; den må ikke ligne dit navn eller din e-mail."
)


class _Plain:
    """No text inside the fields: it vanishes when one begins to type."""

    fields: dict[str, Any]
    words: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words[name]


class LogInForm(_Plain, allauth_forms.LoginForm):  # type: ignore[misc]
    words = {"login": (_("E-mail"), ""), "password": (_("Adgangskode"), "")}


class ForgottenPasswordForm(_Plain, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    words = {"email": (_("E-mail"), _("Den e-mail, du er inviteret med."))}


class ChoosePasswordForm(_Plain, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    words = {
        "password1": (_("Ny adgangskode"), _PASSWORD_HELP),
        "password2": (_("Ny adgangskode igen"), ""),
    }


class ChangePasswordForm(_Plain, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    words = {"oldpassword": (_("Nuværende adgangskode"), ""), **ChoosePasswordForm.words}


class FirstPasswordForm(_Plain, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    words = ChoosePasswordForm.words
