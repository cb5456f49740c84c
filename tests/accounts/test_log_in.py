"""Log in, log out, and a forgotten password: closed, throttled and in Danish."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from lederside.accounts.models import User
from tests.lilleby import PASSWORD, Lilleby

LogIn = Callable[[User], Client]
OPEN_PAGES = [
    "/log-ind/", "/lukket/", "/opret/", "/glemt-adgangskode/", "/glemt-adgangskode/sendt/",
    "/ny-adgangskode/valgt/", "/ny-adgangskode/1-abc/",
]  # fmt: skip
ENGLISH = re.compile(
    r"\b(password|sign (in|up|out)|please|e-?mail address|your|the)\b", re.IGNORECASE
)


@pytest.fixture
def sanne(lilleby: Lilleby) -> User:
    cache.clear()
    person: User = lilleby.sanne
    person.set_password(PASSWORD)
    person.save()
    return person


def _words(page: bytes) -> str:
    body = page.decode().partition("<body>")[2]
    return re.sub(r"<[^>]*>", " ", body)


@pytest.mark.parametrize("path", OPEN_PAGES)
def test_the_pages_before_log_in_are_danish(db: None, client: Client, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert ENGLISH.findall(_words(response.content)) == []


@pytest.mark.parametrize("path", ["/log-ud/", "/skift-adgangskode/"])
def test_the_pages_after_log_in_are_danish(sanne: User, as_: LogIn, path: str) -> None:
    response = as_(sanne).get(path)

    assert response.status_code == 200
    assert ENGLISH.findall(_words(response.content)) == []


def test_no_other_page_of_the_log_in_library_is_there(db: None, client: Client) -> None:
    for path in ("/login/", "/signup/", "/accounts/login/", "/email/", "/reauthenticate/"):
        assert client.get(path).status_code == 404


def test_nobody_can_make_themselves_a_user(db: None, client: Client) -> None:
    given = {"email": "x@lilleby.example", "password1": PASSWORD, "password2": PASSWORD}

    response = client.post("/opret/", given)

    assert "Man bliver inviteret" in response.content.decode()
    assert not User.objects.exists()


def test_log_in_goes_on_to_where_one_was_going(sanne: User, client: Client) -> None:
    form = client.get("/log-ind/?next=/min-side/").content.decode()
    response = client.post(
        "/log-ind/", {"login": sanne.email, "password": PASSWORD, "next": "/min-side/"}
    )

    assert 'name="next" value="/min-side/"' in " ".join(form.split())
    assert response.headers["Location"] == "/min-side/"


def test_log_in_never_goes_on_to_another_site(sanne: User, client: Client) -> None:
    given = {"login": sanne.email, "password": PASSWORD, "next": "https://example.org/"}

    assert client.post("/log-ind/", given).headers["Location"] == "/"


@pytest.mark.parametrize("email", ["sanne@lilleby.example", "ingen@lilleby.example"])
def test_a_wrong_password_and_an_unknown_e_mail_are_told_alike(
    sanne: User, client: Client, email: str
) -> None:
    page = client.post("/log-ind/", {"login": email, "password": "forkert"}).content.decode()

    assert "E-mail og adgangskode passer ikke sammen. Prøv igen." in page


def test_guessing_is_stopped_and_the_right_password_then_too(sanne: User, client: Client) -> None:
    for _attempt in range(5):
        client.post("/log-ind/", {"login": sanne.email, "password": "forkert"})

    page = client.post("/log-ind/", {"login": sanne.email, "password": PASSWORD}).content.decode()

    assert "Der er prøvet for mange gange." in page
    assert "_auth_user_id" not in client.session


def test_too_many_requests_get_a_danish_page(sanne: User, client: Client) -> None:
    for _attempt in range(6):
        response = client.post("/glemt-adgangskode/", {"email": sanne.email})

    assert response.status_code == 429
    assert "Vent et øjeblik" in response.content.decode()


def test_a_closed_account_cannot_log_in(sanne: User, client: Client) -> None:
    sanne.is_active = False
    sanne.save()

    response = client.post("/log-ind/", {"login": sanne.email, "password": PASSWORD}, follow=True)

    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_somebody_whose_account_is_closed_is_out_at_once(sanne: User, as_: LogIn) -> None:
    client = as_(sanne)
    sanne.is_active = False
    sanne.save()

    assert client.get("/min-side/").status_code == 302


def test_log_out_needs_a_button(sanne: User, as_: LogIn) -> None:
    client = as_(sanne)

    client.get("/log-ud/")
    still_in = "_auth_user_id" in client.session
    client.post("/log-ud/")

    assert still_in
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_chosen_anew_by_letter(sanne: User, client: Client) -> None:
    client.post(
        "/glemt-adgangskode/", {"email": "SANNE@lilleby.example"}, headers={"host": "localhost"}
    )

    letter = mail.outbox[0]
    assert letter.to == ["sanne@lilleby.example"]
    assert "http://127.0.0.1:8000/ny-adgangskode/" in letter.body
    assert ENGLISH.findall(letter.body) == []


def test_nobody_learns_which_e_mails_are_known(sanne: User) -> None:
    known = Client().post("/glemt-adgangskode/", {"email": sanne.email})
    unknown = Client().post("/glemt-adgangskode/", {"email": "ingen@lilleby.example"})

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert len(mail.outbox) == 1


def test_changing_the_password_leads_back_to_my_page(sanne: User, as_: LogIn) -> None:
    new = "endnu-en-lang-adgangskode"
    given = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    response = as_(sanne).post("/skift-adgangskode/", given)

    sanne.refresh_from_db()
    assert response.headers["Location"] == "/min-side/"
    assert sanne.check_password(new)


def test_my_page_tells_my_roles_and_what_is_kept(lilleby: Lilleby, as_: LogIn) -> None:
    page = _words(as_(lilleby.carsten).get("/min-side/").content)

    assert "Leder, Område Skoler" in page
    assert "se måltallene for en enhed (egen og alle under)" in page
    assert "carsten@lilleby.example" in page


def test_my_page_is_there_without_a_role(lilleby: Lilleby, as_: LogIn) -> None:
    assert "Du har ikke en rolle endnu." in _words(as_(lilleby.nora).get("/min-side/").content)


@pytest.mark.parametrize(
    "cookie", ['sessionid="abcdefgh\\000"', 'sessionid="\\303\\246\\303\\246"', "sessionid=\x7f"]
)
def test_a_cookie_that_is_none_of_ours_is_no_session(db: None, client: Client, cookie: str) -> None:
    response = client.get("/", headers={"cookie": cookie})

    assert (response.status_code, response["Location"]) == (302, "/log-ind/?next=/")


@pytest.mark.parametrize("path", ["/", "/min-side/", "/findes-ikke/"])
def test_what_somebody_signed_in_sees_is_kept_nowhere(sanne: User, as_: LogIn, path: str) -> None:
    response = as_(sanne).get(path)

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_what_is_the_same_for_all_may_be_kept(sanne: User, as_: LogIn) -> None:
    assert as_(sanne).get("/tema.css")["Cache-Control"] == "public, max-age=300"


def test_a_letter_that_cannot_be_sent_does_not_tell_who_has_an_account(
    sanne: User, client: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    answers = [
        client.post("/glemt-adgangskode/", {"email": email})
        for email in (sanne.email, "ukendt@lilleby.example")
    ]

    assert {(one.status_code, one["Location"]) for one in answers} == {
        (302, "/glemt-adgangskode/sendt/")
    }


def test_many_log_ins_do_not_throw_the_counters_away(sanne: User, client: Client) -> None:
    wrong = {"login": sanne.email, "password": "forkert"}
    for _attempt in range(5):
        client.post("/log-ind/", wrong)
    cache.set_many({f"nogen-{number}": 1 for number in range(400)})

    response = client.post("/log-ind/", wrong | {"password": PASSWORD})

    assert "sessionid" not in response.cookies


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "http://[", "//[x]/"]
)
def test_log_in_leads_nowhere_but_here(sanne: User, client: Client, address: str) -> None:
    looked = client.get("/log-ind/", {"next": address})
    given = {"login": sanne.email, "password": PASSWORD, "next": address}

    response = client.post("/log-ind/", given)

    assert (looked.status_code, response.status_code, response["Location"]) == (200, 302, "/")
