"""The demo sends no mail; what it would have sent stands on a page."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from lederside.demo import mail
from lederside.demo.checks import is_no_demo
from lederside.demo.models import UnsentMail

pytestmark = pytest.mark.django_db


def send(subject: str, body: str = "Kære Sanne") -> None:
    message = EmailMessage(subject, body, to=["sanne@lilleby.example", "stig@lilleby.example"])
    mail.OutboxBackend().send_messages([message])


def test_a_mail_is_kept_instead_of_sent() -> None:
    send("Velkommen")

    kept = UnsentMail.objects.get()
    assert (kept.to, kept.subject) == ("sanne@lilleby.example, stig@lilleby.example", "Velkommen")
    assert kept.at <= timezone.now()


def test_only_the_newest_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "KEPT", 2)
    for subject in ("Første", "Anden", "Tredje"):
        send(subject)

    assert [kept.subject for kept in UnsentMail.objects.all()] == ["Tredje", "Anden"]


def test_the_page_shows_mails_to_everybody_with_links_that_work(client: Client) -> None:
    send("Ny adgangskode", "Åbn http://127.0.0.1:8000/a?b=1&c=<2>")

    page = client.get("/demo/post/").content.decode()

    assert "Ny adgangskode" in page
    assert 'href="http://127.0.0.1:8000/a?b=1&amp;c=' in page
    assert "<2>" not in page


def test_without_mails_the_page_says_how_to_get_one(client: Client) -> None:
    assert "Der er ingen mails endnu." in client.get("/demo/post/").content.decode()


def test_outside_the_demo_there_is_no_such_page(client: Client, settings: Settings) -> None:
    settings.DEMO = False

    assert client.get("/demo/post/").status_code == 404


def test_a_portal_for_real_people_is_never_the_demo(settings: Settings) -> None:
    settings.DEMO = True
    assert [problem.id for problem in is_no_demo()] == ["demo.E001"]

    settings.DEMO = False
    assert is_no_demo() == []
