"""The municipality's personal data policy, read from the file that people sign."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


@dataclass(frozen=True)
class Treatment:
    """Some data about people: whose, what for, on what ground, who gets it, how long it is kept."""

    name: str
    about: str
    purpose: str
    ground: str
    recipients: str
    kept: str
    fields: Mapping[str, Sequence[str]]
    is_demo_only: bool = False


@dataclass(frozen=True)
class Rule:
    """Something the portal deletes by itself when it is so many months old."""

    code: str
    text: str
    months: int
    is_on: bool


@dataclass(frozen=True)
class Policy:
    introduction: Sequence[str]
    rights: Sequence[str]
    treatments: Sequence[Treatment]
    rules: Sequence[Rule]
    impersonal: Mapping[str, Sequence[str]]

    def classified(self) -> Iterator[str]:
        """Every field that the policy knows, as ``accounts.User.email``."""
        for fields in [self.impersonal, *(each.fields for each in self.treatments)]:
            for model, names in fields.items():
                yield from (f"{model}.{name}" for name in names)


@lru_cache(maxsize=1)
def current() -> Policy:
    """The policy of this installation, ``docs/personal_data.yaml``."""
    return read(settings.BASE_DIR / "docs" / "personal_data.yaml")


def read(path: Path) -> Policy:
    """A policy from its file. Raises KeyError when a heading is missing."""
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Policy(
        introduction=content["indledning"],
        rights=content["rettigheder"],
        treatments=[_treatment(each) for each in content["oplysninger"]],
        rules=[_rule(each) for each in content["sletning"]],
        impersonal=content["uden_personer"],
    )


def _treatment(written: Mapping[str, Any]) -> Treatment:
    return Treatment(
        name=written["navn"],
        about=written["om"],
        purpose=written["formål"],
        ground=written["grundlag"],
        recipients=written["modtagere"],
        kept=written["gemmes"],
        fields=written["felter"],
        is_demo_only=bool(written.get("kun_i_prøveversionen")),
    )


def _rule(written: Mapping[str, Any]) -> Rule:
    return Rule(
        code=written["regel"],
        text=written["tekst"],
        months=int(written["måneder"]),
        is_on=bool(written["slået_til"]),
    )
