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
_SVG: Final = re.compile(
    # Possessive (*+): thousands of comments are never tried in every way they could be parted.
    rb"(\xef\xbb\xbf)?\s*+(<\?xml[^>]*+>\s*+)?(<!--((?!-->).)*+-->\s*+)*+<svg[\s/>]",
    re.DOTALL,
)


def type_of(content: bytes) -> str | None:
    """``image/png``, ``image/jpeg`` or ``image/svg+xml``; None for everything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if _SVG.match(content):
        return "image/svg+xml"
    return None


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
