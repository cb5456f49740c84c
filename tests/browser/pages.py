"""Every page there is to look at, and as whom. A new page fails a test until it has a line here."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.plugins.signed_in import Places

Arguments = Callable[[Places], dict[str, Any]]


def nothing(_places: Places) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Seen:
    """A page as somebody sees it; ``who`` is None for those who are not logged in."""

    name: str
    who: str | None = None
    arguments: Arguments = nothing
    status: int = 200

    def __str__(self) -> str:
        return f"{self.name}-{self.who or 'nobody'}"

    def path(self, places: Places) -> str:
        return reverse(self.name, kwargs=self.arguments(places))


def unit(number: str) -> Arguments:
    return lambda places: {"pk": places.unit(number)}


def target(number: str, code: str) -> Arguments:
    return lambda places: {"unit": places.unit(number), "code": code}


def person(name: str) -> Arguments:
    return lambda places: {"pk": places.person(name)}


def upload(state: str) -> Arguments:
    return lambda places: {"pk": places.upload(state)}


def newest_run(places: Places) -> dict[str, Any]:
    return {"pk": places.newest_run()}


def invitation(places: Places) -> dict[str, Any]:
    found = re.search(r"ny-adgangskode/([0-9A-Za-z]+)-([-0-9A-Za-z]+)/", places.mail_to("nora"))
    assert found
    return {"uidb36": found[1], "key": found[2]}


PAGES = [
    Seen("frontpage:front", "sanne"),
    Seen("frontpage:front", "gudrun"),
    Seen("frontpage:front", "carsten"),
    Seen("frontpage:front", "uffe"),
    Seen("frontpage:front", "anna"),
    Seen("frontpage:front", "frida"),
    Seen("frontpage:unit", "carsten", unit("101")),
    Seen("frontpage:units", "hanne"),
    Seen("frontpage:units_below", "dorthe", unit("D1")),
    Seen("frontpage:units_below", "carsten", unit("A1")),
    Seen("frontpage:committee", "uffe"),
    Seen("frontpage:help"),
    Seen("frontpage:accessibility"),
    Seen("kpis:target", "sanne", target("101", "OEK1")),
    Seen("kpis:target", "sanne", target("101", "HR7")),
    Seen("kpis:target", "sanne", target("101", "OEK3")),
    Seen("kpis:target", "carsten", target("A1", "HR5")),
    Seen("kpis:target", "gudrun", target("208", "HR7")),
    Seen("reports:list", "sanne"),
    Seen("reports:list", "carsten"),
    Seen("reports:report", "sanne", lambda places: {"pk": places.report()}),
    Seen("administration:home", "anna"),
    Seen("administration:home", "danni"),
    Seen("administration:units", "anna"),
    Seen("administration:unit_new", "anna"),
    Seen("administration:unit", "anna", unit("101")),
    Seen("administration:unit_rename", "anna", unit("101")),
    Seen("administration:unit_move", "anna", unit("101")),
    Seen("administration:unit_close", "anna", unit("101")),
    Seen("administration:people", "anna"),
    Seen("administration:invite", "anna"),
    Seen("administration:person", "anna", person("sanne")),
    Seen("administration:person", "anna", person("nora")),
    Seen("administration:give_role", "anna", person("nora")),
    Seen("administration:end_role", "anna", lambda places: {"pk": places.assignment("sanne")}),
    Seen("administration:limits", "anna"),
    Seen("administration:copy_year", "anna"),
    Seen("administration:set_target", "anna", lambda _places: {"code": "HR5"}),
    Seen("administration:set_limits", "anna", lambda _places: {"code": "HR5"}),
    Seen("administration:imports", "anna"),
    Seen("administration:upload", "anna", upload("CHECKED")),
    Seen("administration:upload", "anna", upload("REFUSED")),
    Seen("administration:run", "anna", newest_run),
    Seen("administration:undo", "anna", newest_run),
    Seen("administration:trail", "anna"),
    Seen("administration:municipality", "anna"),
    Seen("administration:kind", "anna", lambda _places: {"code": "SCHOOL"}),
    Seen("accounts:my_page", "sanne"),
    Seen("account_login"),
    Seen("account_logout", "sanne"),
    Seen("account_inactive"),
    Seen("account_signup"),
    Seen("account_reset_password"),
    Seen("account_reset_password_done"),
    Seen("account_reset_password_from_key", None, invitation),
    Seen("account_reset_password_from_key_done"),
    Seen("account_change_password", "sanne"),
    Seen("privacy:policy"),
    Seen("demo:outbox"),
    # What is not there, and what is not for everybody.
    Seen("frontpage:unit", "sanne", unit("102"), status=404),
    Seen("administration:home", "sanne", status=403),
]
# Files, forms without a page of their own, and what is only passed through.
NOT_PAGES = {
    "account_set_password", "administration:template", "health:live", "health:ready",
    "municipality:logo", "municipality:theme", "reports:download",
    # Only for developers; tests/browser/test_first_day.py looks at it.
    "ui:gallery",
}  # fmt: skip
