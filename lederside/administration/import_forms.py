"""The form that a file is handed in by."""

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpis import rules
from lederside.imports.danish import Unread
from lederside.imports.formats import is_spreadsheet
from lederside.imports.mapping import BadMap, parse_maps
from lederside.imports.models import ImportKind
from lederside.imports.periods import parse_period
from lederside.imports.tables import Unreadable
from lederside.ui.fields import DayField

LONGEST_NAME: Final = 250


class ImportForm(forms.Form):
    """A file, what is in it, and what the file itself does not say."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad er der i filen?"),
        choices=ImportKind.choices,
        widget=forms.RadioSelect,
        initial=ImportKind.KPIS,
    )
    file = forms.FileField(
        label=gettext_lazy("Fil"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"required": gettext_lazy("Vælg en fil.")},
    )
    period = forms.CharField(
        label=gettext_lazy("Periode"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Kun når filen ikke selv siger det. Skriv fx 3. kvartal 2026."),
    )
    kpi = forms.ChoiceField(
        label=gettext_lazy("Mål"),
        required=False,
        help_text=gettext_lazy("Kun når hele filen handler om ét mål og ikke selv siger det."),
    )
    starts_on = DayField(
        label=gettext_lazy("Ændringer i enheder gælder fra"),
        required=False,
        help_text=gettext_lazy("Tomt: fra i dag."),
    )
    sheet = forms.CharField(
        label=gettext_lazy("Ark"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Navnet på arket, når en Excel-fil har flere."),
    )
    maps = forms.CharField(
        label=gettext_lazy("Kolonner"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Når vi ikke selv genkender en kolonne. Én pr. linje, fx HR5=Fravær i alt."
        ),
    )
    already_protected = forms.BooleanField(
        label=gettext_lazy("Kilden har selv fjernet tal om små grupper"), required=False
    )

    MORE: Final = ("period", "kpi", "starts_on", "sheet", "maps", "already_protected")

    def __init__(self, *args: Any, kinds: list[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        most = filesizeformat(settings.IMPORT_MAX_BYTES)
        self.fields["file"].help_text = _("CSV eller Excel (.xlsx), højst %s.") % most
        known = [(kpi.code, f"{kpi.code} {kpi.name}") for kpi in rules.twelve()]
        self.fields["kpi"].choices = [("", _("Det står i filen")), *known]  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[Any]":
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > settings.IMPORT_MAX_BYTES:
            raise ValidationError(
                _("Filen fylder %(size)s. Den må højst fylde %(most)s. Del den i flere.")
                % {
                    "size": filesizeformat(sent.size or 0),
                    "most": filesizeformat(settings.IMPORT_MAX_BYTES),
                }
            )
        try:
            is_spreadsheet(sent.read(1 << 20))
        except Unreadable as refused:
            raise ValidationError(refused.finding.sentence()) from refused
        sent.seek(0)
        return sent

    def clean_period(self) -> str:
        text: str = self.cleaned_data["period"].strip()
        if not text:
            return ""
        period = parse_period(text)
        if isinstance(period, Unread):
            raise ValidationError(f"»{text}« {period.why}. {period.how}")
        return period.code

    def clean_maps(self) -> dict[str, str]:
        lines = [line for line in self.cleaned_data["maps"].splitlines() if line.strip()]
        try:
            return parse_maps(lines)
        except BadMap as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def main(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MORE]

    @property
    def more(self) -> list[forms.BoundField]:
        """Those that are folded away, because most files say it themselves."""
        return [field for field in self if field.name in self.MORE]

    @property
    def more_is_used(self) -> bool:
        return any(field.errors or field.data for field in self.more)


class TakeForm(forms.Form):
    """The tick that a file with warnings asks for."""

    seen = forms.BooleanField(
        label=gettext_lazy("Jeg har set bemærkningerne"),
        error_messages={"required": gettext_lazy("Sæt flueben, når du har set bemærkningerne.")},
    )

    def __init__(self, *args: Any, has_warnings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_warnings:
            del self.fields["seen"]
