"""How the municipality's own name, look and settings are changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction

from lederside.audit import trail
from lederside.audit.models import AuditEvent
from lederside.municipality import colours, logos
from lederside.municipality.models import Municipality


@dataclass(frozen=True)
class NewLogo:
    """A logo to use from now on; without content: no logo."""

    content: bytes | None


def current() -> Municipality:
    """The municipality; a new installation has one without anything written in it."""
    return Municipality.objects.filter(pk=Municipality.ONLY).first() or Municipality()


@transaction.atomic
def change(
    *, by: AbstractBaseUser | None, at: datetime, logo: NewLogo | None = None, **fields: Any
) -> Municipality:
    """Change some of the municipality's fields (those of the model, by name) and its logo.

    Raises ValidationError by field, in Danish. Nothing changed leaves nothing on the trail.
    """
    municipality = current()
    before = {name: getattr(municipality, name) for name in fields}
    for name, value in fields.items():
        setattr(municipality, name, value)
    changed = {name: [old, fields[name]] for name, old in before.items() if old != fields[name]}
    if logo is not None:
        _use(logo, municipality)
        changed["logo"] = [None, municipality.logo_type or None]
    _check(municipality)
    municipality.save()
    if changed:
        kind = AuditEvent.Kind.MUNICIPALITY_CHANGED
        trail.record(kind, municipality, by=by, at=at, changed=changed)
    return municipality


def _use(logo: NewLogo, municipality: Municipality) -> None:
    refused = logos.check(logo.content) if logo.content else None
    if refused:
        raise ValidationError({"logo": refused})
    municipality.logo = logo.content
    municipality.logo_type = (logos.type_of(logo.content) or "") if logo.content else ""


def _check(municipality: Municipality) -> None:
    municipality.full_clean(validate_unique=False)
    colour = municipality.primary_colour
    refused = colours.check_primary(colour) if colour else None
    if refused:
        raise ValidationError({"primary_colour": refused})
