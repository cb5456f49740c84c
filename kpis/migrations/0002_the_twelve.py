"""The twelve with their proposed definitions and limits, as data that a municipality may change.

Codes and names were decided by Økonomiudvalget in 2010; formulas and limits are this
product's reasoned proposal, because no municipality publishes its own.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PROPOSED_BY = "Min ledersides forslag"
PROPOSED_ON = date(2026, 1, 1)
FROM_YEAR = 2020

# Months from the period's end until a figure is no longer fresh.
QUARTERLY, YEARLY, SURVEY = 6, 15, 26
PERCENT = {"measure": "%", "factor": 100, "decimals": 1}

THE_TWELVE: list[dict[str, Any]] = [
    {
        "kpi": {
            "code": "OEK1",
            "name": "Budgetoverholdelse",
            "short_name": "Budget",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "base_is_denominator": False,
            "weight": "korrigeret budget",
            "source": "Økonomisystemet og lederens prognose",
        },
        "definition": PERCENT
        | {
            "direction": "BAND",
            "formula": "(forventet årsforbrug − korrigeret budget inkl. overførsel) / korrigeret "
            "budget ekskl. overførsel × 100. Plus er merforbrug, minus er mindreforbrug.",
            "numerator": "forventet afvigelse i kr.",
            "denominator": "korrigeret budget i kr.",
            "plausible": (-100, 100),
            "noise": "0.5",
            "remark": "Et mindreforbrug over 4 % er gult, fordi pengene så ikke er brugt på børnene.",
        },
        "limits": {None: ((-4, 1), (None, 4))},
    },
    {
        "kpi": {
            "code": "OEK2",
            "name": "Overholdelse af handlingsplan",
            "short_name": "Handlingsplan",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "weight": "planlagt afviklet i kr.",
            "source": "Økonomiske handleplaner og økonomisystemet",
        },
        "definition": PERCENT
        | {
            "direction": "HIGH",
            "formula": "Afviklet til dato / planlagt afviklet til dato × 100. "
            "Ingen plan krævet giver Ikke relevant.",
            "numerator": "afviklet til dato i kr.",
            "denominator": "planlagt afviklet til dato i kr.",
            "plausible": (0, 500),
            "noise": "5",
            "remark": "Gælder økonomiske handleplaner. Overskredne frister tælles ikke med i farven endnu.",
        },
        "limits": {None: ((95, None), (80, None))},
    },
    {
        "kpi": {
            "code": "OEK3",
            "name": "Korrekt estimering af prognoser",
            "short_name": "Prognoser",
            "frequency": "YEARLY",
            "fresh_months": YEARLY,
            "base_is_denominator": False,
            "weight": "korrigeret budget, sum af absolutte fejl",
            "source": "Prognoser i april, august og oktober mod regnskabet",
        },
        "definition": PERCENT
        | {
            "direction": "LOW",
            "formula": "|prognosticeret afvigelse − faktisk afvigelse| / korrigeret budget × 100. "
            "Fejl lægges sammen uden fortegn og går aldrig ud mod hinanden.",
            "numerator": "prognosefejl i kr. uden fortegn",
            "denominator": "korrigeret budget i kr.",
            "plausible": (0, 100),
            "noise": "0.5",
        },
        "limits": {None: ((None, 1), (None, 3))},
    },
    {
        "kpi": {
            "code": "OEK4",
            "name": "Afstemte balancekonti",
            "short_name": "Balancekonti",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "weight": "antal konti",
            "source": "Økonomisystemet eller afstemningsmodulet",
        },
        "definition": PERCENT
        | {
            "direction": "HIGH",
            "formula": "Konti afstemt til tiden uden bemærkning / konti, der skal afstemmes × 100.",
            "numerator": "konti afstemt uden bemærkning",
            "denominator": "konti, der skal afstemmes",
            "plausible": (0, 100),
            "noise": "5",
            "remark": "Konti, der har været uafstemt længe, tælles ikke med i farven endnu.",
        },
        "limits": {None: ((100, None), (75, None))},
    },
    {
        "kpi": {
            "code": "HR1",
            "name": "Afholdelse af MUS",
            "short_name": "MUS",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "minimum_chief": 5,
            "minimum_committee": 10,
            "weight": "berettigede medarbejdere",
            "source": "HR- eller lønsystemet, kun antal",
        },
        "definition": PERCENT
        | {
            "direction": "HIGH",
            "formula": "Medarbejdere med MUS eller GRUS i de seneste 12 måneder / berettigede × 100. "
            "Berettigede er månedslønnede i mindst tre måneder, som ikke har været væk i hele perioden.",
            "numerator": "medarbejdere med MUS i 12 måneder",
            "denominator": "berettigede medarbejdere",
            "plausible": (0, 100),
            "noise": "5",
            "remark": "MUS er medarbejderudviklingssamtale. Indholdet er mellem de to og findes ikke her.",
        },
        "limits": {None: ((95, None), (80, None))},
    },
    {
        "kpi": {
            "code": "HR2",
            "name": "Afholdelse af LUS",
            "short_name": "LUS",
            "frequency": "YEARLY",
            "fresh_months": YEARLY,
            "is_about_one_leader": True,
            "weight": "antal ledere",
            "source": "Den nærmeste leders registrering",
        },
        "definition": PERCENT
        | {
            "decimals": 0,
            "direction": "HIGH",
            "formula": "Ledere med LUS i de seneste 12 måneder / ledere med personaleansvar × 100.",
            "numerator": "ledere med LUS i 12 måneder",
            "denominator": "ledere med personaleansvar",
            "plausible": (0, 100),
            "noise": "5",
            "remark": "LUS er lederudviklingssamtale. For én leder ses det kun af lederen og den nærmeste leder.",
        },
        "limits": {None: ((95, None), (80, None))},
    },
    {
        "kpi": {
            "code": "HR3",
            "name": "Lederuddannelse",
            "short_name": "Uddannelse",
            "frequency": "HALF_YEARLY",
            "fresh_months": YEARLY,
            "is_about_one_leader": True,
            "weight": "antal ledere",
            "source": "HR-systemet eller egen registrering",
        },
        "definition": PERCENT
        | {
            "decimals": 0,
            "direction": "HIGH",
            "formula": "Ledere med afsluttet eller igangværende lederuddannelse på diplom- eller "
            "masterniveau / ledere × 100.",
            "numerator": "ledere med lederuddannelse",
            "denominator": "ledere",
            "plausible": (0, 100),
            "noise": "5",
            "remark": "For én leder ses det kun af lederen og den nærmeste leder.",
        },
        "limits": {None: ((80, None), (60, None))},
    },
    {
        "kpi": {
            "code": "HR4",
            "name": "Gennemførelse af APV",
            "short_name": "APV",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "roll_up": "SHARE_WITHIN",
            "roll_up_within": Decimal(36),
            "weight": "antal arbejdspladser",
            "source": "APV-systemet eller arbejdsmiljøorganisationen",
        },
        "definition": {
            "measure": "måneder",
            "factor": 1,
            "decimals": 0,
            "direction": "LOW",
            "formula": "Hele måneder, siden APV blev afsluttet.",
            "numerator": "måneder siden APV",
            "denominator": "arbejdspladser",
            "plausible": (0, 240),
            "noise": "3",
            "remark": "APV er arbejdspladsvurdering og skal laves mindst hvert tredje år. "
            "Om handlingsplanen er dateret, tælles ikke med i farven endnu.",
        },
        "above": PERCENT
        | {
            "decimals": 0,
            "direction": "HIGH",
            "formula": "Arbejdspladser med en APV, der er højst 36 måneder gammel / arbejdspladser × 100.",
            "numerator": "arbejdspladser med gyldig APV",
            "denominator": "arbejdspladser",
            "plausible": (0, 100),
            "noise": "5",
        },
        "limits": {None: ((None, 30), (None, 36))},
        "limits_above": ((100, None), (90, None)),
    },
    {
        "kpi": {
            "code": "HR5",
            "name": "Sygefravær",
            "short_name": "Sygefravær",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "minimum_chief": 5,
            "minimum_committee": 10,
            "weight": "fuldtidsansatte",
            "source": "Løn- og fraværssystemet",
        },
        "definition": {
            "measure": "dagsværk pr. fuldtidsansat",
            "factor": 1,
            "decimals": 1,
            "direction": "LOW",
            "formula": "Fraværsdagsværk i de seneste 12 måneder (egen sygdom, arbejdsskade og delvis syg) "
            "/ gennemsnitlige fuldtidsansatte. Månedslønnede uden elever. Et år har 227 arbejdsdage.",
            "numerator": "fraværsdagsværk",
            "denominator": "gennemsnitlige fuldtidsansatte",
            "plausible": (0, 100),
            "noise": "0.5",
            "remark": "Barsel, barns sygedage, omsorgsdage og ferie er ikke med.",
        },
        "limits": {
            None: ((None, 12), (None, 15)),
            "SCHOOL": ((None, 11), (None, 14)),
            "DAYCARE": ((None, 14), (None, 17)),
        },
    },
    {
        "kpi": {
            "code": "HR6",
            "name": "Personaleomsætning",
            "short_name": "Omsætning",
            "frequency": "QUARTERLY",
            "fresh_months": QUARTERLY,
            "minimum_leader": 5,
            "minimum_chief": 5,
            "minimum_committee": 10,
            "weight": "antal ansatte",
            "source": "Løn- eller HR-systemet",
        },
        "definition": PERCENT
        | {
            "direction": "LOW",
            "formula": "Fratrådte månedslønnede i de seneste 12 måneder / gennemsnitligt antal ansatte × 100. "
            "Elever, vikarer og korte tidsbegrænsede er ikke med.",
            "numerator": "fratrådte",
            "denominator": "gennemsnitligt antal ansatte",
            "plausible": (0, 200),
            "noise": "2",
        },
        "limits": {
            None: ((None, 15), (None, 25)),
            "DAYCARE": ((None, 20), (None, 30)),
        },
    },
    {
        "kpi": {
            "code": "HR7",
            "name": "Arbejdsglæde",
            "short_name": "Arbejdsglæde",
            "frequency": "EVERY_SECOND_YEAR",
            "fresh_months": SURVEY,
            "minimum_leader": 5,
            "minimum_chief": 5,
            "minimum_committee": 10,
            "weight": "antal svar",
            "source": "Trivselsundersøgelsen",
        },
        "definition": {
            "measure": "på en skala fra 1 til 7",
            "factor": 1,
            "decimals": 1,
            "direction": "HIGH",
            "formula": "Gennemsnit af de to spørgsmål om trivsel og motivation.",
            "numerator": "sum af svar",
            "denominator": "antal svar",
            "plausible": (1, 7),
            "noise": "0.2",
        },
        "limits": {None: (("5.5", None), (5, None))},
    },
    {
        "kpi": {
            "code": "HR8",
            "name": "Social kapital",
            "short_name": "Social kapital",
            "frequency": "EVERY_SECOND_YEAR",
            "fresh_months": SURVEY,
            "minimum_leader": 5,
            "minimum_chief": 5,
            "minimum_committee": 10,
            "weight": "antal svar",
            "source": "Trivselsundersøgelsen eller en måling af social kapital",
        },
        "definition": {
            "measure": "på en skala fra 0 til 100",
            "factor": 1,
            "decimals": 0,
            "direction": "HIGH",
            "formula": "Gennemsnit af tillid, retfærdighed og samarbejdsevne, hver regnet om til 0-100.",
            "numerator": "sum af svar",
            "denominator": "antal svar",
            "plausible": (0, 100),
            "noise": "3",
        },
        "limits": {None: ((64, None), (50, None))},
    },
]


def _number(value: int | str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def make_the_twelve(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kpi_model = apps.get_model("kpis", "Kpi")
    for order, entry in enumerate(THE_TWELVE, start=1):
        fields = {"roll_up": "RATIO", "order": order} | entry["kpi"]
        fields["theme"] = "ECONOMY" if fields["code"].startswith("OEK") else "STAFF"
        kpi = kpi_model.objects.create(**fields)
        _define(apps, kpi, "UNIT", entry["definition"])
        for kind, spans in entry["limits"].items():
            _limit(apps, kpi, "UNIT", kind, spans)
        if "above" in entry:
            _define(apps, kpi, "ABOVE", entry["above"])
            _limit(apps, kpi, "ABOVE", None, entry["limits_above"])


def _define(apps: Apps, kpi: Any, level: str, definition: dict[str, Any]) -> None:
    fields = dict(definition)
    low, high = fields.pop("plausible")
    fields |= {"plausible_low": Decimal(low), "plausible_high": Decimal(high)}
    fields["noise"] = Decimal(fields["noise"])
    apps.get_model("kpis", "KpiDefinition").objects.create(kpi=kpi, level=level, **fields)


def _limit(apps: Apps, kpi: Any, level: str, kind: str | None, spans: Any) -> None:
    (green_low, green_high), (yellow_low, yellow_high) = spans
    apps.get_model("kpis", "LimitSet").objects.create(
        kpi=kpi,
        level=level,
        kind_id=kind,
        year=FROM_YEAR,
        green_low=_number(green_low),
        green_high=_number(green_high),
        yellow_low=_number(yellow_low),
        yellow_high=_number(yellow_high),
        decided_by=PROPOSED_BY,
        decided_on=PROPOSED_ON,
        set_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class Migration(migrations.Migration):
    dependencies = [("kpis", "0001_initial"), ("organisation", "0002_kinds")]
    operations = [migrations.RunPython(make_the_twelve, migrations.RunPython.noop)]
