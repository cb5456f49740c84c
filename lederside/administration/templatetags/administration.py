"""What the administration's own templates say. Loaded by ``{% load administration %}``."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _

from lederside.ui.numbers import long_date
from organisation.models import Dated

register = template.Library()


@register.simple_tag
def days(row: Dated) -> str:
    """``fra 1. januar 2026 til og med 31. december 2026``; people say the last day with it."""
    begins, ends = row.valid_from, row.valid_to
    said = [_("fra %s") % long_date(begins)] if begins else []
    if ends:
        said.append(_("til og med %s") % long_date(ends - timedelta(days=1)))
    return " ".join(said) or _("hele tiden")
