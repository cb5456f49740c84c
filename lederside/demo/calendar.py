"""When things happened in Lilleby. All days follow from today, so that the demo never grows old."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lederside.demo.figures import surveys
from lederside.demo.organisation_file import CLOSED, MERGED, SUCCESSOR, Place
from lederside.demo.stories import QUARTERS
from lederside.imports.periods import Period, PeriodKind, quarters_back

# A quarter's file is handed in about three weeks after the quarter.
DELIVERY = timedelta(days=20)


@dataclass(frozen=True)
class Calendar:
    """The days of Lilleby as seen on a day."""

    today: date

    @property
    def newest(self) -> Period:
        """The last whole quarter."""
        return Period.containing(self.today, PeriodKind.QUARTER).previous()

    @property
    def quarters(self) -> list[Period]:
        """Three years of quarters, the oldest first."""
        return quarters_back(self.newest, QUARTERS)

    @property
    def older_surveys(self) -> list[Period]:
        """Surveys from before the three years: the one before last is worth comparing with."""
        return [period for period in surveys(self.newest) if period < self.quarters[0]]

    @property
    def opened_on(self) -> date:
        """The day the portal was taken into use, before the first figures."""
        return min([*self.older_surveys, *self.quarters]).starts_on

    @property
    def merged_on(self) -> date:
        """The first day of the school year that began last year."""
        return date(self.today.year - 1, 8, 1)

    @property
    def closed_on(self) -> date:
        return date(self.today.year - 1, 7, 1)

    @property
    def sanne_begins_on(self) -> date:
        return date(self.today.year, 1, 1)

    @property
    def malene_begins_on(self) -> date:
        """The latest 1 August."""
        this_year = date(self.today.year, 8, 1)
        return this_year if this_year <= self.today else date(self.today.year - 1, 8, 1)

    @property
    def years(self) -> range:
        """The years for which måltal are decided."""
        return range(self.opened_on.year, self.today.year + 1)

    def delivered_on(self, period: Period) -> date:
        """The day a quarter's file was handed in."""
        return min(period.ends_on + DELIVERY, self.today)

    def was_there(self, place: Place, on: date) -> bool:
        if place in MERGED:
            return on < self.merged_on
        if place == SUCCESSOR:
            return on >= self.merged_on
        return place != CLOSED or on < self.closed_on


def morning(day: date) -> datetime:
    """A quarter past eight: early enough to have happened already today."""
    return timezone.make_aware(datetime.combine(day, time(8, 15)))
