"""What is filled in when a måltal or its limits are decided. The rules stand in ``limits``."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import limits
from kpis.lines import Definition, KpiFacts
from kpis.models import KpiDefinition, Level
from kpis.status import Limits, Span
from lederside.accounts.models import User
from lederside.imports.danish import Missing, Style, Unread, parse_number
from lederside.ui import numbers
from lederside.ui.fields import DayField
from organisation.models import UnitKind

Direction = KpiDefinition.Direction
_ENDS: Final = {
    "green_low": gettext_lazy("Grøn fra"),
    "green_high": gettext_lazy("Grøn til"),
    "yellow_low": gettext_lazy("Gul fra"),
    "yellow_high": gettext_lazy("Gul til"),
}
_ENDS_OF: Final = {
    Direction.HIGH: ("green_low", "yellow_low"),
    Direction.LOW: ("green_high", "yellow_high"),
    Direction.BAND: ("green_low", "green_high", "yellow_low", "yellow_high"),
}


class FigureField(forms.CharField):
    """A number as Danes write it: ``14,5``. Also ``14.5`` when it can only mean one thing."""

    def __init__(self, definition: Definition, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"
        self._definition = definition

    def prepare_value(self, value: Any) -> Any:
        return numbers.number(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        low, high = self._definition.plausible_low, self._definition.plausible_high
        read = parse_number(text, Style.AMBIGUOUS, low=low, high=high)
        if isinstance(read, Unread):
            raise ValidationError(_("»%(text)s« %(why)s.") % {"text": text, "why": read.why})
        if isinstance(read, Missing):
            raise ValidationError(_("Skriv et tal, fx 14,5."))
        return read


class DecidedForm(forms.Form):
    """From when it holds, and who decided it."""

    year = forms.IntegerField(
        label=gettext_lazy("Fra og med år"),
        min_value=limits.FIRST_YEAR,
        max_value=limits.LAST_YEAR,
        help_text=gettext_lazy("Gælder, indtil der er besluttet noget nyt for et senere år."),
    )
    kind = forms.ModelChoiceField(
        label=gettext_lazy("Gælder for"),
        queryset=UnitKind.objects.all(),
        required=False,
        empty_label=gettext_lazy("Alle typer enheder"),
        help_text=gettext_lazy("En beslutning for én type går forud for den, der gælder alle."),
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Besluttet af"),
        max_length=120,
        help_text=gettext_lazy("Fx Økonomiudvalget."),
    )
    decided_on = DayField(label=gettext_lazy("Besluttet den"))

    def __init__(self, *args: Any, kpi: KpiFacts, level: str = Level.UNIT, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kpi = kpi
        self.level = level
        self.definition = kpi.above if level == Level.ABOVE else kpi.at_unit

    def place(self) -> limits.Place:
        """What the decision is about."""
        kind = self.cleaned_data["kind"]
        year = self.cleaned_data["year"]
        return limits.Place(self.kpi.code, year, kind.pk if kind else None, self.level)

    def decided(self, *, by: User | None, at: datetime) -> limits.Decided:
        """Who decided, and who writes it in."""
        data = self.cleaned_data
        return limits.Decided(data["decided_by"], data["decided_on"], by, at)


class TargetForm(DecidedForm):
    """The måltal. ``form.save(by=, at=)`` may raise ``limits.NotPossible``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = FigureField(
            self.definition,
            label=_("Måltal (%s)") % self.definition.measure,
            help_text=_("Det, I stræber efter. Det er ikke det samme som grænsen for grøn."),
        )
        self.order_fields(["value", *self.base_fields])

    def save(self, *, by: User | None, at: datetime) -> object:
        value = self.cleaned_data["value"]
        return limits.set_target(self.place(), value, decided=self.decided(by=by, at=at))


class LimitsForm(DecidedForm):
    """Where green and yellow end: only the ends that the direction of the figure has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = _ENDS_OF[Direction(self.definition.direction)]
        for name in names:
            self.fields[name] = FigureField(
                self.definition,
                label=f"{_ENDS[name]} ({self.definition.measure})",
                required=not (self.definition.direction == Direction.BAND and "yellow" in name),
            )
        self.order_fields([*names, *self.base_fields])

    def limits(self) -> Limits:
        """The two spans as they were written."""
        ends = [self.cleaned_data.get(name) for name in _ENDS]
        return Limits(green=Span(*ends[:2]), yellow=Span(*ends[2:]))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors:
            try:
                limits.check_limits(self.limits(), self.definition)
            except limits.NotPossible as reason:
                raise ValidationError(str(reason)) from reason
        return cleaned

    def save(self, *, by: User | None, at: datetime) -> object:
        decided = self.decided(by=by, at=at)
        return limits.set_limits(self.place(), self.limits(), decided=decided)


class CopyYearForm(forms.Form):
    """Let what holds in one year be decided anew for a later one."""

    year_from = forms.IntegerField(
        label=gettext_lazy("Fra år"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR
    )
    year_to = forms.IntegerField(
        label=gettext_lazy("Til år"), min_value=limits.FIRST_YEAR, max_value=limits.LAST_YEAR
    )
    decided_by = forms.CharField(label=gettext_lazy("Besluttet af"), max_length=120)
    decided_on = DayField(label=gettext_lazy("Besluttet den"))

    def save(self, *, by: User | None, at: datetime) -> int:
        data = self.cleaned_data
        decided = limits.Decided(data["decided_by"], data["decided_on"], by, at)
        return limits.copy_year(data["year_from"], data["year_to"], decided=decided)
