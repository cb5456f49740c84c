"""The page about who may what says what the code does."""

from django.conf import settings

from lederside.access import table
from lederside.access.permissions import BELOW, NEAREST, OWN, Permission
from lederside.access.roles import GRANTS
from organisation.models import Assignment


def test_the_page_is_current() -> None:
    written = (settings.BASE_DIR / "docs" / "access.md").read_text(encoding="utf-8")

    assert written == table.page()


def test_every_role_has_rights_and_every_right_has_words() -> None:
    assert set(GRANTS) == set(Assignment.Role)
    assert all(table.what(permission) for permission in Permission)


def test_a_reach_is_told_in_words() -> None:
    assert table.how_far(OWN | BELOW) == "egen og alle under"
    assert table.how_far(OWN | NEAREST) == "egen og nærmeste"
