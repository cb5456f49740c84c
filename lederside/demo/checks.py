"""The demo is open to everybody: its mails, with links to choose a password, stand on a page."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def is_no_demo(**_options: Any) -> Sequence[CheckMessage]:
    """An error where a portal for real people runs as the demo."""
    if not settings.DEMO:
        return []
    hint = "Set DEMO=False. Only `make demo` on 127.0.0.1 is a demo."
    return [Error("DEMO is on: anybody can read the mails.", hint=hint, id="demo.E001")]
