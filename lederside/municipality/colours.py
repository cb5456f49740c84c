"""Which colours a municipality may give its portal."""

import colorsys
from decimal import ROUND_DOWN, Decimal
from typing import Final

from django.utils.translation import gettext as _

LEAST_CONTRAST: Final = 7.0
WHITE: Final = "#ffffff"
# Red, amber and green in degrees around the circle, and how grey such a hue must be to pass.
_HUES: Final = ((0, 65), (75, 160), (345, 360))
_LEAST_SATURATION: Final = 0.35

Rgb = tuple[float, float, float]


def check_primary(colour: str) -> str | None:
    """Why ``#123A5A`` may not be the municipality's colour, in Danish; None when it may.

    It carries white text and stands as text on white, so the contrast must be 7:1
    (WCAG 2.2, 1.4.6). Red, amber and green mean a status here and nothing else.
    """
    measured = contrast(colour, WHITE)
    if measured < LEAST_CONTRAST:
        return _(
            "Farven er for lys: Kontrasten mod hvid er %(measured)s:1 og skal være mindst 7:1. "
            "Vælg en mørkere farve."
        ) % {"measured": _one_decimal(measured)}
    if _is_a_status(colour):
        return _(
            "Rød, gul og grøn viser, om et mål er opfyldt, og kan ikke være kommunens farve. "
            "Vælg fx en blå eller grå."
        )
    return None


def contrast(one: str, other: str) -> float:
    """The contrast between two colours written ``#rrggbb``, 1 to 21. Source: WCAG 2.2, 1.4.3."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def theme(colour: str) -> dict[str, str]:
    """The colour, a darker one for what is pressed and a light one for what is chosen: CSS variables."""
    return {
        "--ls-primary": colour.lower(),
        "--ls-primary-dark": _mixed(colour, "#000000", 0.25),
        "--ls-primary-light": _mixed(colour, WHITE, 0.90),
    }


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _is_a_status(colour: str) -> bool:
    hue, _lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    degrees = hue * 360
    is_near = any(begin <= degrees <= end for begin, end in _HUES)
    return is_near and saturation >= _LEAST_SATURATION


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(255 * (a + (b - a) * share)):02x}" for a, b in pairs)


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _one_decimal(value: float) -> str:
    # Rounded down: 6,96 must not be told as 7,0 and refused.
    return f"{Decimal(value).quantize(Decimal('0.1'), ROUND_DOWN)}".replace(".", ",")
