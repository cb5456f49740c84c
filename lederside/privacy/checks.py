"""No field is stored without the policy saying why and for how long."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register

from lederside.privacy import retention
from lederside.privacy.policy import Policy, current


@register(Tags.security)
def policy_covers_everything(**_options: Any) -> Sequence[CheckMessage]:
    return list(problems(current(), list(stored_fields())))


def stored_fields() -> Iterator[str]:
    """Every column in the database, as ``accounts.User.email``."""
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label  # noqa: SLF001 Django's documented API has this name
        for field in model._meta.local_concrete_fields:  # noqa: SLF001
            if field.column:
                yield f"{label}.{field.name}"


def problems(policy: Policy, stored: Sequence[str]) -> Iterator[CheckMessage]:
    """What the policy lacks, has too much of, or says that nobody can do."""
    classified = Counter(policy.classified())
    for field in stored:
        if field not in classified:
            yield _error(f"{field} is not in docs/personal_data.yaml.", "E001")
    for field, times in classified.items():
        if field not in stored:
            yield _error(f"{field} in docs/personal_data.yaml is not stored any more.", "E002")
        elif times > 1:
            yield _error(f"{field} stands {times} times in docs/personal_data.yaml.", "E003")
    for rule in policy.rules:
        if rule.code not in retention.RULES:
            yield _error(f"Nothing carries out the rule {rule.code}.", "E004")


def _error(message: str, code: str) -> Error:
    hint = "Say in docs/personal_data.yaml what it is for and how long it is kept."
    return Error(message, hint=hint, id=f"privacy.{code}")
