"""Log-ins and failed attempts go on the trail, told by Django's own signals."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.utils import timezone
from django.utils.translation import gettext as _

from lederside.audit import trail
from lederside.audit.models import AuditEvent


def listen() -> None:
    user_logged_in.connect(_logged_in, dispatch_uid="audit.logged_in")
    user_login_failed.connect(_failed, dispatch_uid="audit.login_failed")


def _logged_in(*, user: AbstractBaseUser, **_rest: Any) -> None:
    trail.record(AuditEvent.Kind.LOGGED_IN, by=user, at=timezone.now())


def _failed(*, credentials: dict[str, Any], **_rest: Any) -> None:
    # What was typed is not kept: people type their password in the wrong field.
    email = str(credentials.get("email") or credentials.get("username") or "")
    person = get_user_model().objects.filter(email__iexact=email.strip()).first()
    trail.record(
        AuditEvent.Kind.LOGIN_FAILED,
        person,
        by=None,
        at=timezone.now(),
        subject_name=str(person) if person else _("en e-mail, der ikke kendes"),
    )
