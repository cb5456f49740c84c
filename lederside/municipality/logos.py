"""Which files may be the municipality's logo. The bytes decide, never the name of the file."""

import re
from typing import Final

from django.utils.translation import gettext as _

MOST_BYTES: Final = 200_000
# A drawing stays a drawing: no programs, no foreign pages, nothing fetched or expanded.
_ACTIVE: Final = re.compile(
    rb"<\s*(\w+:)?(script|foreignobject|iframe|!entity|!doctype)|[\s/\"']on\w+\s*="
    rb"|javascript:|href\s*=\s*[\"']\s*(?!#)|@import|url\(\s*[\"']?\s*(?![\s\"'#])",
    re.IGNORECASE,
)
_PROLOGUE: Final = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?")
_SPACE: Final = re.compile(rb"\s*")
_ROOT: Final = re.compile(rb"<svg[\s/>]")


def type_of(content: bytes) -> str | None:
    """``image/png``, ``image/jpeg`` or ``image/svg+xml``; None for everything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if _is_drawing(content):
        return "image/svg+xml"
    return None


def _is_drawing(content: bytes) -> bool:
    """Whether the first element is `svg`. Comments are stepped over once, however many they are."""
    at = _end(_PROLOGUE, content, 0)
    while content.startswith(b"<!--", at):
        end = content.find(b"-->", at)
        if end < 0:
            return False
        at = _end(_SPACE, content, end + 3)
    return _ROOT.match(content, at) is not None


def _end(pattern: re.Pattern[bytes], content: bytes, at: int) -> int:
    found = pattern.match(content, at)
    return found.end() if found else at


def check(content: bytes) -> str | None:
    """Why a file cannot be the logo, in Danish; None when it can."""
    if len(content) > MOST_BYTES:
        return _("Logoet fylder mere end 200 kB. Gem det mindre.")
    kind = type_of(content)
    if kind is None:
        return _("Logoet skal være en billedfil: PNG, JPEG eller SVG.")
    if kind == "image/svg+xml" and _ACTIVE.search(content):
        return _("SVG-filen indeholder andet end en tegning. Gem den igen som ren SVG eller PNG.")
    return None
