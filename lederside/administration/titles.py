"""What the municipality calls its kinds of units and their leaders (da: betegnelser)."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lederside.accounts.models import User
from lederside.audit import trail
from lederside.audit.models import AuditEvent
from organisation.models import UnitKind


@transaction.atomic
def change(
    code: str, *, name: str, plural: str, leader_title: str, by: User | None, at: datetime
) -> UnitKind:
    """Give a kind its words. Raises ValidationError when another kind has the name."""
    kind = UnitKind.objects.select_for_update().get(code=code)
    before = [kind.name, kind.plural, kind.leader_title]
    kind.name, kind.plural, kind.leader_title = name, plural, leader_title
    if UnitKind.objects.exclude(code=code).filter(name__iexact=name).exists():
        raise ValidationError({"name": _("En anden type hedder allerede %s.") % name})
    kind.save(update_fields=["name", "plural", "leader_title"])
    after = [name, plural, leader_title]
    if after != before:
        changed = AuditEvent.Kind.MUNICIPALITY_CHANGED
        trail.record(changed, kind, by=by, at=at, before=before, after=after)
    return kind
