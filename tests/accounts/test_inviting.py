"""People are invited, and choose their own password."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client

from lederside.accounts import inviting
from lederside.accounts.models import User
from lederside.audit.models import AuditEvent
from organisation.models import Assignment
from tests.lilleby import PASSWORD, Lilleby

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BAD = ["", "lise", "lise@", "lise@lilleby.example\nbcc: x@y.dk", "æ" * 300 + "@lilleby.example"]


def _invited() -> User:
    return inviting.invite(" Lise@lilleby.example ", "Lise Lund", by=None, at=AT)


def _path(link: str) -> str:
    return link.removeprefix("http://127.0.0.1:8000")


def _choose(client: Client, link: str, password: str = PASSWORD) -> str:
    """Open the link, choose a password, and give the page that comes of it."""
    form = client.get(_path(link), follow=True)
    action = form.redirect_chain[-1][0] if form.redirect_chain else _path(link)
    given = {"password1": password, "password2": password}
    return client.post(action, given, follow=True).content.decode()


def test_an_invitation_makes_a_user_and_sends_a_letter_with_a_link(db: None) -> None:
    user = _invited()

    letter = mail.outbox[0]
    assert (user.email, user.name, user.invited_at) == ("lise@lilleby.example", "Lise Lund", AT)
    assert letter.to == ["lise@lilleby.example"]
    assert "Hej Lise Lund" in letter.body
    assert "http://127.0.0.1:8000/ny-adgangskode/" in letter.body
    assert "&" not in letter.body


def test_the_link_lets_one_choose_a_password_and_log_in(db: None, client: Client) -> None:
    user = _invited()

    page = _choose(client, inviting.link_for(user))
    logged_in = client.post("/log-ind/", {"login": "Lise@lilleby.example", "password": PASSWORD})

    assert "Din adgangskode er valgt" in page
    assert (logged_in.status_code, logged_in.headers["Location"]) == (302, "/")


def test_the_link_works_once(db: None, client: Client) -> None:
    link = inviting.link_for(_invited())
    _choose(client, link)

    page = Client().get(_path(link)).content.decode()

    assert "Linket virker ikke længere" in page


def test_a_poor_password_is_refused_in_danish(db: None, client: Client) -> None:
    link = inviting.link_for(_invited())

    page = _choose(client, link, "kort")

    assert "Der er en fejl" in page
    assert "12 tegn" in page


def test_a_password_like_ones_own_name_is_refused(db: None, client: Client) -> None:
    link = inviting.link_for(_invited())

    assert "Der er en fejl" in _choose(client, link, "liselund1234")


def test_inviting_again_keeps_the_name_and_the_password(db: None) -> None:
    first = _invited()
    first.set_password(PASSWORD)
    first.save()

    again = inviting.invite("lise@lilleby.example", "En Anden", by=None, at=AT)

    assert (again.pk, again.name) == (first.pk, "Lise Lund")
    assert again.check_password(PASSWORD)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("email", BAD)
def test_what_is_no_e_mail_is_refused(db: None, email: str) -> None:
    with pytest.raises(ValidationError) as refused:
        inviting.invite(email, "Lise", by=None, at=AT)

    assert list(refused.value.message_dict) == ["email"]
    assert not User.objects.exists()


def test_a_closed_account_is_not_opened_by_an_invitation(lilleby: Lilleby) -> None:
    lilleby.nora.is_active = False
    lilleby.nora.save()

    with pytest.raises(ValidationError):
        inviting.invite(lilleby.nora.email, "Nora", by=lilleby.anna, at=AT)


def test_when_the_letter_cannot_leave_nobody_is_invited(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: EmailBackend, messages: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with pytest.raises(ValidationError):
        _invited()

    assert not User.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_first_administrator_is_invited_from_the_command_line(db: None) -> None:
    told = StringIO()

    call_command("invite_administrator", "anna@lilleby.example", name="Anna", stdout=told)

    held = Assignment.objects.get()
    assert (held.person.name, held.role, held.unit) == ("Anna", "ADMINISTRATOR", None)
    assert "/ny-adgangskode/" in told.getvalue()


def test_the_same_one_can_be_invited_again(db: None) -> None:
    call_command("invite_administrator", "anna@lilleby.example", stdout=StringIO())
    call_command("invite_administrator", "Anna@lilleby.example", stdout=StringIO())

    assert (Assignment.objects.count(), len(mail.outbox)) == (1, 2)


def test_a_second_administrator_is_politely_refused(lilleby: Lilleby) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("invite_administrator", "lise@lilleby.example")

    assert refused.value.returncode == 1
    assert "Der er allerede en administrator, Anna." in str(refused.value)
    assert not User.objects.filter(email="lise@lilleby.example").exists()


def test_the_link_can_be_printed_where_there_is_no_mail(db: None) -> None:
    told = StringIO()

    call_command("invite_administrator", "anna@lilleby.example", "--print-link", stdout=told)

    assert told.getvalue().startswith("http://127.0.0.1:8000/ny-adgangskode/")
    assert mail.outbox == []


@pytest.mark.parametrize("arguments", [[], ["a@b.dk", "--hvad"]])
def test_wrong_arguments_end_with_64(arguments: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("invite_administrator", *arguments)

    assert refused.value.returncode == 64
