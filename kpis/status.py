"""A number and its limits become a status (da: målopfyldelse). The only place that judges a colour."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Three colours and four greys. A grey is never a judgement: it says why there is none."""

    MET = "MET", _("Opfyldt")
    PARTLY_MET = "PARTLY_MET", _("Delvist opfyldt")
    NOT_MET = "NOT_MET", _("Ikke opfyldt")
    NOT_RELEVANT = "NOT_RELEVANT", _("Ikke relevant")
    NO_DATA = "NO_DATA", _("Ingen data")
    TOO_FEW = "TOO_FEW", _("For få svar")
    STALE = "STALE", _("Forældet")

    @property
    def is_colour(self) -> bool:
        return self in (Status.MET, Status.PARTLY_MET, Status.NOT_MET)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the number line, both ends included; ``None`` is an open end."""

    low: Decimal | None
    high: Decimal | None

    def __contains__(self, value: Decimal) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def distance(self, value: Decimal) -> Decimal:
        """How far a value is outside; 0 inside."""
        if self.low is not None and value < self.low:
            return self.low - value
        if self.high is not None and value > self.high:
            return value - self.high
        return Decimal(0)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where green ends and where yellow ends. What is in neither is red.

    High is good: ``green=Span(95, None)``. Low is good: ``green=Span(None, 12)``.
    Both ways are bad, as with a budget: ``green=Span(-4, 1)``, ``yellow=Span(None, 4)``.
    """

    green: Span
    yellow: Span


def status_of(value: Decimal | None, limits: Limits | None) -> Status:
    """The colour of an unrounded value; NO_DATA without a value or without limits.

    The limits count as met on the line itself: with green from 95, exactly 95 is green.
    """
    if value is None or limits is None:
        return Status.NO_DATA
    if value in limits.green:
        return Status.MET
    if value in limits.yellow:
        return Status.PARTLY_MET
    return Status.NOT_MET
