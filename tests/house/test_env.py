from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from lederside import env


def test_a_missing_variable_says_its_name_and_where_to_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PLADS", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"Miljøvariablen PLADS mangler.*\.env\.example"):
        env.text("PLADS")


def test_an_empty_variable_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLADS", "")
    assert env.text("PLADS", "andet") == ""


@pytest.mark.parametrize("written", ["true", "1", "ja", ""])
def test_a_flag_is_true_or_false_or_nothing_starts(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLADS", written)
    with pytest.raises(ImproperlyConfigured, match="True eller False"):
        env.flag("PLADS", default=False)


def test_a_number_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLADS", "1,5")
    with pytest.raises(ImproperlyConfigured, match="helt tal"):
        env.number("PLADS", 2)


def test_words_stand_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLADS", " a.dk, b.dk ,")
    assert env.words("PLADS", []) == ["a.dk", "b.dk"]


def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "hemmelig").write_text("æøå\n", encoding="utf-8")
    monkeypatch.setenv("PLADS_FILE", str(tmp_path / "hemmelig"))
    assert env.secret("PLADS") == "æøå"


def test_a_secret_in_two_places_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLADS", "x")
    monkeypatch.setenv("PLADS_FILE", "/y")
    with pytest.raises(ImproperlyConfigured, match="ikke begge"):
        env.secret("PLADS")


@pytest.mark.parametrize(("content", "words"), [(None, "kan ikke læses"), ("", "er tom")])
def test_a_secret_file_must_hold_something(
    content: str | None, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "hemmelig").write_text(content, encoding="utf-8")
    monkeypatch.setenv("PLADS_FILE", str(tmp_path / "hemmelig"))
    with pytest.raises(ImproperlyConfigured, match=words):
        env.secret("PLADS")


def test_a_database_address_may_name_a_socket_and_ask_for_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PLADS", "postgres://eva:p%40s@/tal?host=/var/run&sslmode=require")
    assert env.database("PLADS") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tal",
        "USER": "eva",
        "PASSWORD": "p@s",
        "HOST": "/var/run",
        "PORT": "",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("written", ["mysql://x/y", "postgres://vært"])
def test_another_address_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLADS", written)
    with pytest.raises(ImproperlyConfigured, match="PLADS"):
        env.database("PLADS")
