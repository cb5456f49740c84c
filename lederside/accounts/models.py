from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A person who can be invited; without a password nobody can log in as them."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who can log in (da: bruger). What they may do follows from assignments, never from here."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("navn"), max_length=150)
    is_active = models.BooleanField(_("kan logge ind"), default=True)
    created_at = models.DateTimeField(_("oprettet"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("inviteret"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("bruger")
        verbose_name_plural = _("brugere")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_one_person_per_email",
                violation_error_message=_("Der er allerede en bruger med den e-mail."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email
