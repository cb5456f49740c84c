"""Fields of forms as Danes fill them in."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_FORMATS: Final = ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y", "%d/%m %Y"]


class DayField(forms.DateField):
    """A day, written as Danes do or picked in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=_FORMATS, widget=widget, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Skriv en dato som fx 31-12-2026.")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Skriv en dato mellem 1900 og 2100."))
        return day


def day_after(day: date) -> date:
    """People say the last day; periods are stored as until and without."""
    return day + timedelta(days=1)
