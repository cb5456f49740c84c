"""An event as a Danish sentence: who did what, and when."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederside.audit.models import AuditEvent
from lederside.ui import numbers

Kind = AuditEvent.Kind

_SENTENCES: Mapping[str, str | Promise] = {
    Kind.UNIT_OPENED: gettext_lazy("%(who)s oprettede %(what)s"),
    Kind.UNITS_IMPORTED: gettext_lazy("%(who)s tog enhederne i %(what)s ind"),
    Kind.KPIS_IMPORTED: gettext_lazy("%(who)s tog %(what)s ind"),
    Kind.IMPORT_UNDONE: gettext_lazy("%(who)s fortrød indlæsningen af %(what)s"),
    Kind.IMPORT_RELEASED: gettext_lazy("%(who)s frigav %(what)s"),
    Kind.PERSON_INVITED: gettext_lazy("%(who)s inviterede %(what)s"),
    Kind.ASSIGNED: gettext_lazy("%(who)s gav en rolle: %(what)s"),
    Kind.ASSIGNMENT_ENDED: gettext_lazy("%(who)s afsluttede en rolle: %(what)s"),
    Kind.UNIT_MOVED: gettext_lazy("%(who)s flyttede %(what)s"),
    Kind.UNIT_RENAMED: gettext_lazy("%(who)s omdøbte %(what)s"),
    Kind.UNIT_CLOSED: gettext_lazy("%(who)s lukkede %(what)s"),
    Kind.UNITS_MERGED: gettext_lazy("%(who)s lagde enheder sammen til %(what)s"),
    Kind.UNIT_SPLIT: gettext_lazy("%(who)s delte %(what)s"),
    Kind.TARGET_SET: gettext_lazy("%(who)s satte et måltal: %(what)s"),
    Kind.LIMITS_SET: gettext_lazy("%(who)s satte grænser: %(what)s"),
    Kind.MUNICIPALITY_CHANGED: gettext_lazy("%(who)s ændrede kommunens oplysninger"),
    Kind.REPORT_ORDERED: gettext_lazy("%(who)s bestilte %(what)s"),
    Kind.LINES_SEEN: gettext_lazy("%(who)s så tal for %(what)s"),
    Kind.REPORT_SEEN: gettext_lazy("%(who)s hentede %(what)s"),
    Kind.LOGGED_IN: gettext_lazy("%(who)s loggede ind"),
    Kind.LOGIN_FAILED: gettext_lazy("Nogen prøvede at logge ind som %(what)s, men kunne ikke"),
}


def sentence(event: AuditEvent) -> str:
    """``Anna tog 2026K3.csv ind, 22. november 2026 kl. 10.14``."""
    told = str(_SENTENCES.get(event.kind) or _("%(who)s ændrede %(what)s"))
    deed = told % {"who": event.person or _("Systemet"), "what": _what(event)}
    return f"{deed}, {numbers.long_date(event.at)} {numbers.clock(event.at)}"


def _what(event: AuditEvent) -> str:
    """What it was about: a role is told by its person, a name by what it was and became."""
    details = event.details
    what = details.get("person") or event.subject_name or _("noget uden navn")
    before, after = details.get("before"), details.get("after")
    if isinstance(before, str) and isinstance(after, str):
        return _("%(what)s fra »%(before)s« til »%(after)s«") % {
            "what": what,
            "before": before,
            "after": after,
        }
    return str(what)
