"""The sums up the chain follow the organisation (da: når en enhed flytter).

A unit that moves takes its figures along to other sums, also in periods that are over, when
the move is dated back. So the sums know which organisation they were made of.
"""

from datetime import datetime

from django.db import transaction

from kpis import rolling_up
from kpis.models import Period
from lederside.accounts.models import User
from lederside.jobs import running
from lederside.jobs.models import Job
from lederside.municipality import stamps
from lederside.municipality.models import Stamp

MADE_OF = "rolled_up"


def is_due() -> bool:
    """Whether the organisation has changed since all sums were last made. Two small queries."""
    return stamps.current("organisation") != stamps.current(MADE_OF)


@transaction.atomic
def refresh() -> bool:
    """Make all sums anew if the organisation has changed. Returns whether they were."""
    mark = stamps.current("organisation")
    if mark is None or mark == stamps.current(MADE_OF):
        return False
    rolling_up.roll_up([period.value for period in Period.objects.order_by("pk")])
    Stamp.objects.update_or_create(name=MADE_OF, defaults={"mark": mark})
    return True


def ask(*, by: User | None, at: datetime) -> None:
    """Have the sums made anew outside the request, when they are due."""
    if is_due():
        running.enqueue(Job.Kind.ROLL_UP, 0, by=by, at=at)


def do(job: Job, at: datetime) -> None:
    """The job's one call."""
    refresh()
