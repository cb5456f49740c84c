"""Invented figures and forms for the gallery of components. Shown in development only."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederside.ui import charts, marks, numbers

QUARTERS = [(2024, 4), *((year, q) for year in (2025, 2026) for q in (1, 2, 3, 4))][:8]
PERIODS = [numbers.quarter(year, q) for year, q in QUARTERS]
LABELS = [(f"{q}.", str(year)) for year, q in QUARTERS]
DAY = date(2026, 11, 26)


class SampleForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("Hvad skal der ske?"),
        help_text=gettext_lazy("Skriv ikke om enkelte medarbejderes helbred."),
    )
    note = forms.CharField(
        label=gettext_lazy("Noter"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    responsible = forms.ChoiceField(
        label=gettext_lazy("Ansvarlig"),
        choices=[("1", "Mette Holm Sørensen"), ("2", "Lars Bech")],
    )
    due_on = forms.DateField(
        label=gettext_lazy("Frist"), widget=forms.DateInput(attrs={"type": "date"})
    )
    share = forms.ChoiceField(
        label=gettext_lazy("Hvem må læse det?"),
        choices=[("A", gettext_lazy("Kun mig")), ("B", gettext_lazy("Mig og min områdechef"))],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Jeg har læst det igennem"),
        help_text=gettext_lazy("Du kan ikke rette det bagefter."),
    )
    table = forms.FileField(label=gettext_lazy("Fil med tal"), required=False)


def context(sent: QueryDict | None) -> dict[str, Any]:
    """What the gallery's template shows; ``sent`` fills the form, to show its errors."""
    return {
        "trail": [(_("Forside"), "/"), (_("Komponenter"), None)],
        "themes": _themes(),
        "statuses": [(status, marks.word(status)) for status in marks.WORDS],
        "legend": _legend(),
        "counts": [(status, count, marks.word(status)) for status, count in _counts().items()],
        "bar": charts.spread(_counts(), _("12 mål: 1 rødt, 4 gule, 6 grønne og 1 uden status.")),
        "trend": charts.trend(_absence()),
        "trend_table": list(zip(PERIODS, _absence().values, strict=True)),
        "multiples": _multiples(),
        "bullets": _bullets(),
        "kpi_names": [name for _theme, rows in _themes() for name, *_rest in rows],
        "units": _units(),
        "form": SampleForm(),
        "form_with_errors": SampleForm(sent or {}),
        "page": Paginator(range(130), 10).page(4),
        "day": DAY,
    }


def _figures(*texts: str) -> list[Decimal | None]:
    return [Decimal(text) if text else None for text in texts]


def _counts() -> dict[str, int]:
    return {"NOT_MET": 1, "PARTLY_MET": 4, "MET": 6, "NOT_RELEVANT": 1}


def _absence() -> charts.Trend:
    values = _figures("20.1", "20.8", "19.6", "19.0", "19.2", "18.9", "18.3", "17.8")
    told = charts.movement(
        _("Sygefravær"), list(zip(PERIODS, values, strict=True)), unit="dagsværk"
    )
    return charts.Trend(
        values,
        LABELS,
        "NOT_MET",
        told,
        target=Decimal(14),
        target_text=_("Måltal: højst 14,0"),
        band=(Decimal(14), Decimal(17)),
    )


Row = tuple[str, str, str, str, str, SafeString | None, str, str]


def _themes() -> list[tuple[str, list[Row]]]:
    return [
        (
            _("Økonomi"),
            [
                _row(_("Budgetoverholdelse"), "MET", "", "0,6 % merforbrug", "højst 1,0 %",
                     _figures("2.4", "1.9", "1.6", "1.1", "0.8", "1.0", "0.8", "0.6"), "1.0", "same"),
                _row(_("Overholdelse af handleplan"), "NOT_RELEVANT", "Enheden har ingen handleplan",
                     "–", "–", _figures("", "", "", "", "", "", "", ""), "", ""),
                _row(_("Korrekte prognoser"), "MET", "", "1,4 % afvigelse", "højst 2,0 %",
                     _figures("2.6", "", "2.3", "", "2.2", "1.9", "", "1.4"), "2.0", "better"),
            ],
        ),
        (
            _("Medarbejdere og ledelse"),
            [
                _row(_("MUS holdt"), "PARTLY_MET", "2 procentpoint fra måltallet", "93 %", "mindst 95 %",
                     _figures("82", "84", "86", "89", "91", "92", "92", "93"), "95", "same"),
                _row(_("Sygefravær"), "NOT_MET", "3,8 dagsværk fra måltallet", "17,8 dagsværk",
                     "højst 14,0 dagsværk", _absence().values, "14", "better"),
                _row(_("Social kapital"), "STALE", "Målt 1. marts 2024", "66 af 100", "mindst 64 af 100",
                     _figures("", "", "", "66", "", "", "", ""), "64", ""),
            ],
        ),
    ]  # fmt: skip


def _row(
    name: str,
    status: str,
    note: str,
    value: str,
    target: str,
    values: Any,
    target_value: str,
    direction: str,
) -> Row:
    spark = charts.sparkline(
        values,
        status=status,
        title=charts.movement(name, list(zip(PERIODS, values, strict=True))),
        target=Decimal(target_value) if target_value else None,
    )
    return (name, status, note, value, target, spark, direction, f"{numbers.MINUS}0,5")


def _legend() -> list[tuple[str, str, str]]:
    return [
        ("MET", _("Grøn"), _("Opfyldt.")),
        ("PARTLY_MET", _("Gul"), _("Delvist opfyldt. Hvert mål har sin egen gule grænse.")),
        ("NOT_MET", _("Rød"), _("Ikke opfyldt.")),
        ("NO_DATA", _("Grå"), _("Ingen data, for få svar, forældet eller ikke relevant.")),
    ]


def _multiples() -> list[tuple[str, str, str, SafeString | None]]:
    houses = [
        ("Mælkebøtten", "NOT_MET", list(_absence().values)),
        ("Skovbrynet", "PARTLY_MET", _figures("16.1", "16.9", "16.2", "", "16.0", "15.7", "15.4", "15.1")),
        ("Strandhaven", "MET", _figures("14.9", "15.2", "14.4", "13.9", "14.1", "13.8", "13.5", "13.2")),
    ]  # fmt: skip
    series = [
        charts.Multiple(
            values, status, charts.movement(name, list(zip(PERIODS, values, strict=True)))
        )
        for name, status, values in houses
    ]
    drawn = charts.small_multiples(series, target=Decimal(14))
    return [
        (name, status, numbers.number(values[-1], 1), drawing)
        for (name, status, values), drawing in zip(houses, drawn, strict=True)
    ]


def _bullets() -> list[tuple[str, str, SafeString | None]]:
    samples = [("Sygefravær", "15.2", "14", "25", True), ("MUS holdt", "91", "95", "100", False)]
    return [
        (
            name,
            value.replace(".", ","),
            charts.bullet(
                Decimal(value),
                target=Decimal(target),
                low=Decimal(0),
                high=Decimal(high),
                lower_is_better=lower,
                title=_("%(name)s: %(value)s, måltal %(target)s")
                % {"name": name, "value": value, "target": target},
            ),
        )
        for name, value, target, high, lower in samples
    ]


def _units() -> list[tuple[str, list[tuple[str, str, str]]]]:
    kpis = ["Budget", "Handleplan", "Prognoser", "Balance", "MUS", "LUS", "Uddannelse", "APV",
            "Sygefravær", "Omsætning", "Arbejdsglæde", "Social kapital"]  # fmt: skip
    known = list(marks.WORDS)
    return [
        (
            house,
            [
                (
                    kpi,
                    known[(row * 5 + column * column) % 7],
                    marks.word(known[(row * 5 + column * column) % 7]),
                )
                for column, kpi in enumerate(kpis)
            ],
        )
        for row, house in enumerate(
            ["Børnehuset Mælkebøtten", "Børnehuset Skovbrynet", "Strandhaven"]
        )
    ]
