"""Lilleby Kommune, built as a municipality would build it: with files and by hand.

    units' file -> what was changed since -> people -> måltal -> a file for each quarter

Everything goes through the portal's own functions and importers, so the demo shows nothing that
the portal cannot do. It is the big sister of the tests' small cast, with the same people.
"""

from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from kpis import limits
from kpis.importing.options import Options as FigureOptions
from kpis.importing.run import import_kpis
from kpis.models import Level
from lederside.accounts import inviting
from lederside.accounts.models import User
from lederside.demo import figures, people
from lederside.demo import organisation_file as places
from lederside.demo.calendar import Calendar, morning
from lederside.demo.people import email_of
from lederside.imports.periods import Period
from lederside.imports.result import ImportResult
from lederside.municipality import editing
from organisation import changes
from organisation.importing.run import Options as UnitOptions
from organisation.importing.run import import_units
from organisation.models import Assignment, Unit, UnitKind

Role = Assignment.Role
DECIDED_BY = "Økonomiudvalget"

# What Økonomiudvalget aims for. Sickness comes a little further down each year.
TARGETS: list[tuple[str, str | None, str, str]] = [
    ("OEK1", None, Level.UNIT, "0"),
    ("OEK2", None, Level.UNIT, "100"),
    ("OEK3", None, Level.UNIT, "1"),
    ("OEK4", None, Level.UNIT, "100"),
    ("HR1", None, Level.UNIT, "100"),
    ("HR2", None, Level.UNIT, "100"),
    ("HR3", None, Level.UNIT, "85"),
    ("HR4", None, Level.UNIT, "24"),
    ("HR4", None, Level.ABOVE, "100"),
    ("HR5", None, Level.UNIT, "12"),
    ("HR5", "SCHOOL", Level.UNIT, "10.8"),
    ("HR5", "DAYCARE", Level.UNIT, "13.4"),
    ("HR6", None, Level.UNIT, "15"),
    ("HR6", "DAYCARE", Level.UNIT, "19"),
    ("HR7", None, Level.UNIT, "5.8"),
    ("HR8", None, Level.UNIT, "67"),
]
_LESS_SICKNESS = Decimal("0.2")


class NotInTheDemo(Exception):
    """Lilleby's passwords are known to everybody, so it is built in the demo only."""


class NotEmpty(Exception):
    """There is an organisation already, and Lilleby must not be mixed into it."""


@transaction.atomic
def build(*, today: date) -> None:
    """Build all of Lilleby as it is on ``today``. Raises NotInTheDemo or NotEmpty."""
    if not settings.DEMO:
        raise NotInTheDemo
    if Unit.objects.exists():
        raise NotEmpty
    calendar = Calendar(today)
    anna = _administrator(calendar)
    _describe_municipality(by=anna, at=morning(calendar.opened_on))
    _open_units(calendar, by=anna)
    _appoint(calendar, by=anna)
    _change_organisation(calendar, by=anna)
    _set_targets(calendar, by=anna)
    _import_figures(calendar, by=_person("Danni Vest"))
    User.objects.update(password=make_password(people.PASSWORD))
    # After the passwords: a letter's link holds until its reader has one.
    inviting.invite("nora@lilleby.example", "Nora Sommer", by=anna, at=morning(today))


def _administrator(calendar: Calendar) -> User:
    anna = User.objects.create_user(email_of(people.ADMINISTRATOR), name=people.ADMINISTRATOR)
    at = morning(calendar.opened_on)
    changes.assign(anna, Role.ADMINISTRATOR, None, valid_from=None, by=None, at=at)
    return anna


def _describe_municipality(*, by: User, at: datetime) -> None:
    editing.change(
        name="Lilleby Kommune",
        department="Børne- og Ungdomsforvaltningen",
        contact=f"Spørg {people.ADMINISTRATOR} i Ledelsessekretariatet: "
        f"{email_of(people.ADMINISTRATOR)}, lokal 1234.",
        by=by,
        at=at,
    )


def _open_units(calendar: Calendar, *, by: User) -> None:
    """The file of all units, and by hand the one that governs itself."""
    at = morning(calendar.opened_on)
    result = import_units(
        places.units_file(),
        name="enheder-lilleby.csv",
        options=UnitOptions(from_day=calendar.opened_on),
        trial=False,
        by=by,
        at=at,
    )
    _must_be_clean(result)
    own = places.SELF_GOVERNING
    unit = changes.open_unit(
        own.number,
        own.name,
        UnitKind.objects.get(code="DAYCARE"),
        parent=_unit(own.parent),
        is_self_governing=True,
        by=by,
        at=at,
    )
    ida = User.objects.create_user(email_of(own.leader), name=own.leader)
    changes.assign(ida, Role.LEADER, unit, valid_from=None, by=by, at=at)


def _appoint(calendar: Calendar, *, by: User) -> None:
    at = morning(calendar.opened_on)
    for name, role, number in people.ROLES:
        person = User.objects.create_user(email_of(name), name=name)
        unit = _unit(number) if number else None
        changes.assign(person, role, unit, valid_from=None, by=by, at=at)


def _change_organisation(calendar: Calendar, *, by: User) -> None:
    """Two schools became one, a house closed, and two schools have got a new leader."""
    at = morning(calendar.closed_on)
    changes.close(_unit(places.CLOSED.number), on=calendar.closed_on, by=by, at=at)
    _merge(calendar, by=by)
    for number, name, day in (
        ("101", people.SANNE, calendar.sanne_begins_on),
        ("104", people.MALENE, calendar.malene_begins_on),
    ):
        _new_leader(number, name, day, by=by)


def _merge(calendar: Calendar, *, by: User) -> None:
    new, on = places.SUCCESSOR, calendar.merged_on
    at = morning(on)
    school = UnitKind.objects.get(code="SCHOOL")
    parent = _unit(new.parent)
    into = changes.open_unit(new.number, new.name, school, parent=parent, on=on, by=by, at=at)
    predecessors = [_unit(place.number) for place in places.MERGED]
    changes.merge(predecessors, into, on=on, by=by, at=at)
    changes.assign(_person(new.leader), Role.LEADER, into, valid_from=on, by=by, at=at)


def _new_leader(number: str, name: str, begins_on: date, *, by: User) -> None:
    person = User.objects.create_user(email_of(name), name=name)
    last_day = date.fromordinal(begins_on.toordinal() - 1)
    changes.hand_over(_unit(number), to=person, on=last_day, by=by, at=morning(begins_on))


def _set_targets(calendar: Calendar, *, by: User) -> None:
    """Økonomiudvalget decides in December for the year that comes."""
    for year in calendar.years:
        decided_on = date(year - 1, 12, 8)
        decided = limits.Decided(DECIDED_BY, decided_on, by, morning(decided_on))
        for code, kind, level, written in TARGETS:
            value = Decimal(written)
            if code == "HR5":
                value += _LESS_SICKNESS * (calendar.today.year - year)
            place = limits.Place(code, year, kind, level)
            limits.set_target(place, value, decided=decided)


def _import_figures(calendar: Calendar, *, by: User) -> None:
    for period in calendar.older_surveys:
        there = _places_on(calendar, period)
        survey = figures.survey_file(there, period, calendar.newest)
        _take(f"trivsel-{period.code}.csv", survey, calendar.delivered_on(period), by=by)
    for period in calendar.quarters:
        there = _places_on(calendar, period)
        content = figures.quarter_file(there, period, calendar.newest)
        _take(f"maaltal-{period.code}.csv", content, calendar.delivered_on(period), by=by)


def _places_on(calendar: Calendar, period: Period) -> list[places.Place]:
    return [one for one in places.INSTITUTIONS if calendar.was_there(one, period.ends_on)]


def _take(name: str, content: bytes, day: date, *, by: User) -> None:
    result = import_kpis(
        content,
        name=name,
        options=FigureOptions(),
        by=by,
        at=morning(day),
        on=day,
        trial=False,
    )
    _must_be_clean(result)


def _must_be_clean(result: ImportResult) -> None:
    """The demo's own files must be as good as those we ask others for."""
    if result.refused:
        raise AssertionError("\n".join(result.findings.sentences()))


def _unit(number: str) -> Unit:
    return Unit.objects.get(number=number)


def _person(name: str) -> User:
    return User.objects.get(email=email_of(name))
