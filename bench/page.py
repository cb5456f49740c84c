"""Pages, live from PostgreSQL through a real web server, against the same server's empty view."""

import re
from functools import partial

from bench import serving
from bench.measuring import Figure, Figures, Part, Rounds, WrongAnswer, expect, interleaved
from bench.serving import Answer, Web
from bench.world import World, built
from lederside.accounts.models import User

GOAL = 6.0
MOST_QUERIES = 8
EMPTY = "/bench/tom/"


def run(rounds: int) -> Figures:
    world = built()
    with serving.web() as web:
        times = _times(web, world, rounds)
    return _figures(times) | _queries(world)


def _times(web: Web, world: World, rounds: int) -> Rounds:
    leader, chief = serving.session_of(world.leader), serving.session_of(world.chief)
    ordinary = f"/bench/almindelig/{world.school.pk}/"
    expect("the ordinary page", _plain(web.page(ordinary, leader)), _plain(web.page("/", leader)))
    return interleaved(
        _part(web, EMPTY, leader, "Hej Leder", times=40),
        {
            "front": _part(web, "/", leader, "Huset 7 ved åen", times=20),
            "ordinary": _part(web, ordinary, leader, "Huset 7 ved åen", times=5),
            "chief": _part(web, _below(world), chief, "Huset 299 ved åen", times=2),
        },
        # A page is over in milliseconds, so a few more rounds cost little and steady the ratio.
        rounds=2 * rounds,
    )


def _part(web: Web, path: str, session: str, holds: str, *, times: int) -> Part:
    return Part(partial(web.get, path, session), partial(_is_page, holds), times)


def _is_page(holds: str, answer: Answer) -> None:
    answer.wait_for_worker()
    expect("status of the page", answer.status, 200)
    if holds not in answer.body.decode():
        raise WrongAnswer(f"the page does not say {holds}")


def _plain(html: str) -> str:
    """The HTML without what is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)


def _figures(times: Rounds) -> Figures:
    empty = f"the empty signed-in view ({times.milliseconds():.1f} ms)"

    def figure(name: str, what: str, limit: float | None = None) -> Figure:
        took = f"{what} ({times.milliseconds(name):.1f} ms) against {empty}"
        return Figure(times.ratio(name), took, limit, times.is_noisy)

    return {
        "page": figure("front", "A leader's front page, live,", GOAL),
        "page_ordinary": figure("ordinary", "The same HTML by ordinary ORM, for comparison,"),
        "page_of_300": figure("chief", "A chief's page of 300 units, live,"),
    }


def _queries(world: World) -> Figures:
    unit, area = f"/enhed/{world.school.pk}/", _below(world)
    return {
        "queries": _count("/", world.leader, "Queries of a leader's front page"),
        "queries_of_1": _count(unit, world.chief, "Queries of one unit's page"),
        "queries_of_300": _count(area, world.chief, "Queries of a page of 300 units"),
    }


def _count(path: str, user: User, what: str) -> Figure:
    """Counted exactly, in this process, once it has read what a process remembers."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(user)
    expect(f"status of {path}", client.get(path, secure=True).status_code, 200)
    with CaptureQueriesContext(connection) as asked:
        client.get(path, secure=True)
    before = [query for query in asked if query["sql"].lstrip().startswith(("SELECT", "WITH"))]
    return Figure(
        len(before), f"{what}; the trail is written when the answer has left", MOST_QUERIES
    )


def _below(world: World) -> str:
    return f"/enheder/{world.area.pk}/"
