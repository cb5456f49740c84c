"""Two documents about Børnehuset Mælkebøtten, as full as they come."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lederside.ui import charts
from reports.contents import (
    Fact,
    LineGroup,
    Mark,
    MeetingSheet,
    QuarterlyReport,
    ReportLine,
    StatusCount,
    TalkingPoint,
)

MADE_AT = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
MADE = "Dannet 1. december 2026 kl. 08.00"
PERIOD = "3. kvartal 2026"
SPAN = "4. kvartal 2024 til 3. kvartal 2026"
STATUSES = {"met": "MET", "partly_met": "PARTLY_MET", "not_met": "NOT_MET", "grey": "STALE"}


def curve(title: str, mark: Mark, values: Sequence[float], target: str) -> SafeString | None:
    aim = re.search(r"\d+(,\d)?", target)
    return charts.sparkline(
        [Decimal(str(value)) for value in values],
        status=STATUSES[mark],
        title=title,
        target=Decimal(aim[0].replace(",", ".")) if aim else None,
    )


SICKNESS = (20.1, 20.8, 19.6, 19.0, 19.2, 18.9, 18.3, 17.8)
ACCOUNTS = (88.0, 92, 94, 100, 96, 100, 96, 97)
APPRAISALS = (78.0, 81, 84, 88, 90, 91, 92, 93)


def _point(
    name: str,
    mark: Mark,
    result: str,
    target: str,
    reading: str,
    values: Sequence[float],
    questions: Sequence[str] = (),
) -> TalkingPoint:
    word = {"not_met": "Ikke opfyldt", "partly_met": "Delvist opfyldt"}[mark]
    return TalkingPoint(
        name=name,
        mark=mark,
        status_word=word,
        result=result,
        target=target,
        reading=reading,
        sparkline=curve(f"{name} i otte kvartaler: nu {result}.", mark, values, target),
        span=SPAN,
        questions=questions,
    )


SICKNESS_READING = (
    "Falder: 2,3 dagsværk færre end for to år siden og 0,5 færre end i forrige kvartal."
)
ACCOUNTS_READING = "Uændret siden forrige kvartal. 1 af 34 konti er ikke afstemt."
APPRAISALS_READING = "Uændret siden forrige kvartal. 27 af 29 samtaler er holdt."
TRAINING_READING = "To af tre ledere har eller er i gang med en diplom- eller masteruddannelse."

POINTS = (
    _point(
        "Sygefravær",
        "not_met",
        "17,8 dagsværk pr. fuldtidsansat",
        "højst 14,0",
        SICKNESS_READING,
        SICKNESS,
    ),
    _point("Afstemte balancekonti", "partly_met", "97 %", "100 %", ACCOUNTS_READING, ACCOUNTS),
    _point("MUS holdt", "partly_met", "93 %", "mindst 95 %", APPRAISALS_READING, APPRAISALS),
    _point(
        "Lederuddannelse",
        "partly_met",
        "67 %",
        "mindst 80 %",
        TRAINING_READING,
        (33, 33, 33, 67, 67, 67, 67, 67),
    ),
)

NOT_RELEVANT = "Enheden har ingen handleplan"
EVERY_OTHER_YEAR = "Måles hvert andet år, svarprocent 87"


def _line(
    name: str,
    mark: Mark,
    word: str,
    result: str,
    target: str,
    change: str,
    values: Sequence[float] = (),
    remark: str = "",
) -> ReportLine:
    title = f"{name} i otte kvartaler: nu {result}."
    return ReportLine(
        name=name,
        mark=mark,
        status_word=word,
        result=result,
        target=target,
        change=change,
        sparkline=curve(title, mark, values, target),
        remark=remark,
    )


ECONOMY = (
    _line(
        "Budgetoverholdelse",
        "met",
        "Opfyldt",
        "0,6 % merforbrug",
        "højst 1,0",
        "uændret",
        (2.4, 1.9, 1.6, 1.1, 0.8, 1.2, 0.9, 0.6),
    ),
    _line("Overholdelse af handleplan", "grey", "Ikke relevant", "–", "–", "–", (), NOT_RELEVANT),
    _line(
        "Korrekte prognoser",
        "met",
        "Opfyldt",
        "1,4 % afvigelse",
        "højst 2,0",
        "bedre",
        (3.2, 2.9, 2.6, 2.1, 1.9, 1.4),
    ),
    _line(
        "Afstemte balancekonti",
        "partly_met",
        "Delvist opfyldt",
        "97 %",
        "100 %",
        "uændret",
        ACCOUNTS,
    ),
)
PEOPLE = (
    _line("MUS holdt", "partly_met", "Delvist opfyldt", "93 %", "mindst 95", "uændret", APPRAISALS),
    _line("LUS holdt", "met", "Opfyldt", "Ja", "hvert år", "–", (), "Holdt 12. marts 2026"),
    _line(
        "Lederuddannelse",
        "partly_met",
        "Delvist opfyldt",
        "67 %",
        "mindst 80",
        "uændret",
        (33, 33, 33, 67, 67, 67, 67, 67),
    ),
    _line(
        "APV",
        "met",
        "Opfyldt",
        "20 mdr. siden",
        "højst 30",
        "–",
        (35, 2, 5, 8, 11, 14, 17, 20),
    ),
    _line(
        "Sygefravær", "not_met", "Ikke opfyldt", "17,8 dagsværk", "højst 14,0", "bedre", SICKNESS
    ),
    _line(
        "Personaleomsætning",
        "grey",
        "Forældet",
        "18,6 %",
        "højst 20,0",
        "–",
        (24.5, 23.9, 23.0, 22.1, 21.0, 20.2, 19.4, 18.6),
        "Tallet er fra 4. kvartal 2025",
    ),
    _line("Arbejdsglæde", "grey", "For få svar", "–", "mindst 5,5", "–", (), EVERY_OTHER_YEAR),
    _line("Social kapital", "met", "Opfyldt", "66 af 100", "mindst 64", "–", (), EVERY_OTHER_YEAR),
)

REPORT = QuarterlyReport(
    municipality="Nordsund Kommune",
    unit="Børnehuset Mælkebøtten",
    period=PERIOD,
    facts=(
        Fact(label="Leder", text="Mette Holm Sørensen"),
        Fact(label="Område", text="Område Nord"),
        Fact(label="Nærmeste leder", text="Lars Bech, områdechef"),
        Fact(label="Type", text="Dagtilbud"),
    ),
    summary=(
        "Fem af tolv mål er opfyldt, tre er delvist opfyldt, og ét er ikke opfyldt.",
        "Sygefraværet falder, men ligger stadig 3,8 dagsværk pr. fuldtidsansat over måltallet.",
        "Tre mål har ikke et tal, der kan vurderes i dette kvartal.",
    ),
    counts=(
        StatusCount(mark="not_met", word="Ikke opfyldt", count=1),
        StatusCount(mark="partly_met", word="Delvist opfyldt", count=3),
        StatusCount(mark="met", word="Opfyldt", count=5),
        StatusCount(mark="grey", word="Uden status", count=3),
    ),
    talking_points=POINTS,
    groups=(
        LineGroup(name="Økonomi", lines=ECONOMY),
        LineGroup(name="Medarbejdere og ledelse", lines=PEOPLE),
    ),
    notes=(
        Fact(
            label="Farver og former",
            text="Grøn cirkel: opfyldt. Gul trekant: delvist opfyldt. Rød rombe: ikke opfyldt. "
            "Grå ring: tallet kan ikke vurderes.",
        ),
        Fact(
            label="Ændring",
            text="I forhold til forrige opgørelse. Udsving, der er mindre end målets "
            "sædvanlige uro, er uændret. Den stiplede linje i kurven er måltallet.",
        ),
        Fact(
            label="Sygefravær",
            text="Dagsværk pr. fuldtidsansat i de seneste 12 måneder: egen sygdom, arbejdsskade "
            "og delvis syg. Barsel og barns sygedage er ikke med. Opfyldt til og med 14,0, "
            "delvist til og med 17,0.",
        ),
        Fact(
            label="Budgetoverholdelse",
            text="Forventet årsforbrug mod korrigeret budget. Opfyldt fra 4,0 % mindreforbrug "
            "til 1,0 % merforbrug.",
        ),
        Fact(
            label="Tallet er Forældet",
            text="Personaleomsætningen er senest opgjort for 4. kvartal 2025. Når et tal er mere "
            "end tre måneder gammelt, vises det uden farve.",
        ),
        Fact(
            label="For få svar",
            text="Færre end fem har svaret. Tallet vises ikke, så ingen kan kendes på det.",
        ),
    ),
    source="Tallene kommer fra indlæsning 41 (maaltal-2026-3.xlsx, 28. november 2026).",
    made=MADE,
)

MEETING = MeetingSheet(
    municipality="Nordsund Kommune",
    unit="Børnehuset Mælkebøtten",
    leader="Mette Holm Sørensen",
    leader_above="Lars Bech, områdechef",
    period=PERIOD,
    held_on="",
    points=(
        _point(
            "Sygefravær",
            "not_met",
            "17,8 dagsværk pr. fuldtidsansat",
            "højst 14,0",
            SICKNESS_READING,
            SICKNESS,
            ("Er det mange korte eller få lange forløb?", "Hvad i arbejdet kan I selv påvirke?"),
        ),
        _point(
            "Afstemte balancekonti",
            "partly_met",
            "97 %",
            "100 %",
            ACCOUNTS_READING,
            ACCOUNTS,
            (
                "Hvilke konti driller, og hvem kan hjælpe?",
                "Er der åbne poster, der er ældre end et kvartal?",
            ),
        ),
        _point(
            "MUS holdt",
            "partly_met",
            "93 %",
            "mindst 95 %",
            APPRAISALS_READING,
            APPRAISALS,
            (
                "Hvor mange samtaler mangler, og hvornår bliver de holdt?",
                "Hvad har samtalerne lært dig om holdet?",
            ),
        ),
    ),
    others=(PEOPLE[2],),
    questions=(
        "Hvad er du mest optaget af lige nu?",
        "Hvad går godt, som andre kan lære af?",
        "Hvad har du brug for fra mig og fra forvaltningen?",
    ),
    made=MADE,
)


def report_html(content: QuarterlyReport = REPORT) -> str:
    return render_to_string("reports/quarterly.html", {"content": content})


def meeting_html(content: MeetingSheet = MEETING) -> str:
    return render_to_string("reports/meeting.html", {"content": content})
