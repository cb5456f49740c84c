"""What templates say of figures, days and statuses. A builtin: no ``{% load %}`` needed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lederside.ui import marks, numbers

register = template.Library()

register.filter("long_date", numbers.long_date)
register.filter("short_date", numbers.short_date)
register.filter("weekday_date", numbers.weekday_date)
register.filter("clock", numbers.clock)
register.filter("number", numbers.number)
register.filter("signed", numbers.signed)


@register.filter
def hard_spaces(text: object) -> str:
    """Keep what belongs together on one line. The result is escaped as any other text."""
    return numbers.hard_spaces(str(text))


@register.simple_tag
def figure(value: Decimal | int | None, unit: str = "", decimals: int | None = None) -> str:
    """A figure with its unit: ``{% figure line.value line.unit line.decimals %}``."""
    return numbers.with_unit(value, unit, decimals)


@register.simple_tag
def moment(value: datetime | None) -> str:
    """``22. november 2026 kl. 10.42``."""
    if value is None:
        return numbers.MISSING
    day: date = value
    return f"{numbers.long_date(day)} {numbers.clock(value)}"


class Dated(Protocol):
    """What holds from a day until, and without, another; None is open."""

    valid_from: date | None
    valid_to: date | None


@register.simple_tag
def days(row: Dated) -> str:
    """``fra 1. januar 2026 til og med 31. december 2026``; people say the last day with it."""
    said = [_("fra %s") % numbers.long_date(row.valid_from)] if row.valid_from else []
    if row.valid_to:
        said.append(_("til og med %s") % numbers.long_date(row.valid_to - timedelta(days=1)))
    return " ".join(said) or _("hele tiden")


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon from the sprite. Always beside a word, so it says nothing itself."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false" width="24" height="24">'
        '<use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def mark(status: str, title: str = "") -> SafeString:
    """The mark alone. Without a title it is decoration, so a word must stand beside it."""
    return marks.mark(status, title)


@register.simple_tag
# Typed: a safe text and a plain one may look alike, and only one of them is escaped.
@lru_cache(maxsize=64, typed=True)
def status(status: str, word: str = "") -> SafeString:
    """Mark and word; who hears the page is told the colour that is said in meetings."""
    how = marks.look(status)
    return format_html(
        '<span class="status status-{}">{}<span>{}<span class="vh"> ({})</span></span></span>',
        how.css,
        marks.mark(status),
        word or marks.word(status),
        how.colour_word,
    )


@register.simple_tag
def change(direction: str, by: str) -> SafeString:
    """A change with its word: ``direction`` is better, same, worse or empty, ``by`` the number."""
    if direction == "same":
        return mark_safe(_("uændret"))  # noqa: S308 our own word
    if direction not in ("better", "worse"):
        return mark_safe(f'<span class="muted">{numbers.MISSING}</span>')  # noqa: S308 our own
    word = _("bedre") if direction == "better" else _("dårligere")
    return format_html(
        '<span class="{}">{} <span class="muted">{}</span></span>', direction, by, word
    )


@register.simple_tag
def status_in_grid(status: str, word: str = "") -> SafeString:
    """The mark with its word for who hears the page, where there is no room for more."""
    return marks.mark(status, word or marks.word(status))
