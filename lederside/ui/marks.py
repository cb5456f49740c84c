"""The marks of the seven statuses (da: statusmærker): a shape, a glyph and a colour.

Met is a circle with a tick, partly met a triangle with an exclamation mark, not met a
diamond with a cross, and everything without a judgement an open circle with a dash. The
colours differ in lightness, so they hold for colour-blind readers and in grey print.
"""

from functools import lru_cache
from html import escape
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _


class Look(NamedTuple):
    """How a status looks: ``css`` ends the class name, colours are hex."""

    css: str
    fill: str
    outline: str
    colour_word: str | Promise


MET: Final = Look("met", "#27936F", "#0B5A43", _("grøn"))
PARTLY_MET: Final = Look("partly-met", "#F5B800", "#6B4A00", _("gul"))
NOT_MET: Final = Look("not-met", "#9E1B1B", "#7A1212", _("rød"))
NONE: Final = Look("none", "#FFFFFF", "#5B6770", _("grå"))

LOOKS: Final = {"MET": MET, "PARTLY_MET": PARTLY_MET, "NOT_MET": NOT_MET}
WORDS: Final[dict[str, str | Promise]] = {
    "MET": _("Opfyldt"),
    "PARTLY_MET": _("Delvist opfyldt"),
    "NOT_MET": _("Ikke opfyldt"),
    "NOT_RELEVANT": _("Ikke relevant"),
    "NO_DATA": _("Ingen data"),
    "TOO_FEW": _("For få svar"),
    "STALE": _("Forældet"),
}
# The order statuses are shown in everywhere: first what needs attention, last the greys.
ORDER: Final = ("NOT_MET", "PARTLY_MET", "MET", "STALE", "TOO_FEW", "NO_DATA", "NOT_RELEVANT")

SMALLEST_WITH_GLYPH: Final = 5


def look(status: str) -> Look:
    """The look of a status such as ``"MET"``; what is not judged is grey."""
    return LOOKS.get(status, NONE)


def word(status: str) -> str:
    """The Danish word of a status; empty for a status we do not know."""
    return str(WORDS.get(status, ""))


def mark(status: str, title: str = "", size: int = 20) -> SafeString:
    """The mark as SVG, ``size`` pixels wide.

    Without a title it is decoration beside a word; with a title it is a picture with a name.
    """
    frame, shape = _drawing(status, size)
    role = 'role="img"' if title else 'aria-hidden="true"'
    name = f"<title>{escape(title)}</title>" if title else ""
    # The title is escaped, the rest is numbers.
    return mark_safe(f'<svg class="mark" {role} {frame}{name}{shape}</svg>')  # noqa: S308


@lru_cache(maxsize=64)
def _drawing(status: str, size: int) -> tuple[str, str]:
    """What is the same in every mark of a status. A page may hold thousands of them."""
    frame = f'focusable="false" width="{size}" height="{size}" viewBox="0 0 20 20">'
    return frame, symbol(status, 10, 10.3 if look(status) is PARTLY_MET else 10, 8)


def symbol(status: str, x: float, y: float, radius: float, *, halo: float = 0) -> str:
    """The shape of a status with its centre in (x, y), for use inside a larger drawing.

    ``radius`` is half its width. ``halo`` is the width of a white edge that lifts it off a
    line. Below a radius of five there is no room for the glyph.
    """
    how = look(status)
    outline = _OUTLINES[how.css](x, y, radius)
    back = (
        f'{outline} fill="#fff" stroke="#fff" stroke-width="{radius * 0.16 + halo * 2:.1f}" '
        'stroke-linejoin="round"/>'
        if halo
        else ""
    )
    glyph = _GLYPHS[how.css](x, y, radius) if radius >= SMALLEST_WITH_GLYPH else ""
    return (
        f'{back}{outline} fill="{how.fill}" stroke="{how.outline}" '
        f'stroke-width="{max(1.0, radius * 0.16):.1f}" stroke-linejoin="round"/>{glyph}'
    )


def _circle(x: float, y: float, r: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 0.94:.1f}"'


def _triangle(x: float, y: float, r: float) -> str:
    top, base, half = y - r, y + r * 0.86, r * 1.08
    return f'<path d="M{x:.1f} {top:.1f}L{x + half:.1f} {base:.1f}H{x - half:.1f}Z"'


def _diamond(x: float, y: float, r: float) -> str:
    d = r * 1.1
    return f'<path d="M{x:.1f} {y - d:.1f}l{d:.1f} {d:.1f} {-d:.1f} {d:.1f} {-d:.1f} {-d:.1f}Z"'


def _tick(x: float, y: float, r: float) -> str:
    return (
        f'<path d="M{x - r * 0.45:.1f} {y + r * 0.03:.1f}l{r * 0.32:.1f} {r * 0.34:.1f} '
        f'{r * 0.6:.1f} {-r * 0.68:.1f}" fill="none" stroke="#fff" '
        f'stroke-width="{r * 0.24:.1f}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _exclamation(x: float, y: float, r: float) -> str:
    ink = PARTLY_MET.outline
    return (
        f'<path d="M{x:.1f} {y - r * 0.32:.1f}v{r * 0.52:.1f}" stroke="{ink}" '
        f'stroke-width="{r * 0.22:.1f}" stroke-linecap="round"/>'
        f'<circle cx="{x:.1f}" cy="{y + r * 0.54:.1f}" r="{r * 0.13:.1f}" fill="{ink}"/>'
    )


def _cross(x: float, y: float, r: float) -> str:
    d = r * 0.3
    return (
        f'<path d="M{x - d:.1f} {y - d:.1f}l{2 * d:.1f} {2 * d:.1f}M{x + d:.1f} {y - d:.1f}'
        f'l{-2 * d:.1f} {2 * d:.1f}" stroke="#fff" stroke-width="{r * 0.22:.1f}" '
        'stroke-linecap="round"/>'
    )


def _dash(x: float, y: float, r: float) -> str:
    return (
        f'<path d="M{x - r * 0.38:.1f} {y:.1f}h{r * 0.76:.1f}" stroke="{NONE.outline}" '
        f'stroke-width="{r * 0.2:.1f}" stroke-linecap="round"/>'
    )


_OUTLINES: Final = {
    "met": _circle,
    "partly-met": _triangle,
    "not-met": _diamond,
    "none": _circle,
}
_GLYPHS: Final = {"met": _tick, "partly-met": _exclamation, "not-met": _cross, "none": _dash}
