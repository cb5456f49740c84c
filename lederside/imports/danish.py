"""Numbers and dates as Danes write them, to exact values, or why they cannot be read.

A column's unambiguous cells (`7,5`, `1.234,5`, `0.75`) decide how it writes decimals. A cell that
can still be read in two ways is decided by what is plausible, if exactly one reading is; otherwise
it is said, never guessed. Nothing here is ever a float.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _

LONGEST_CELL = 200
MOST_INTEGER_DIGITS = 15
MOST_DECIMALS = 8


class Style(StrEnum):
    """How a column writes decimals, judged by its unambiguous cells."""

    COMMA = "COMMA"
    POINT = "POINT"
    AMBIGUOUS = "AMBIGUOUS"
    MIXED = "MIXED"


class MissingKind(IntEnum):
    """Why a cell has no figure. Stored; 0 means that it has one."""

    BLANK = 1
    NOT_AVAILABLE = 2
    NOT_RELEVANT = 3
    PROTECTED = 4


@dataclass(frozen=True, slots=True)
class Missing:
    """A cell that says that there is no figure. Never 0."""

    kind: MissingKind


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that could not be read: a finding's code, why (the end of a sentence) and how."""

    code: str
    why: str
    how: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that could not be read: its index in the column, its text, and why."""

    index: int
    code: str
    value: str
    why: str
    how: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of numbers, all of the column's length.

    `text`: the number with a decimal point, or null; `missing`: int8, a `MissingKind` or 0;
    `problems`: the cells that are neither, in order.
    """

    text: pa.StringArray
    missing: pa.Int8Array
    problems: Sequence[Problem]
    style: Style


_KINDS = {
    "": MissingKind.BLANK,
    "-": MissingKind.NOT_AVAILABLE,
    "–": MissingKind.NOT_AVAILABLE,
    "—": MissingKind.NOT_AVAILABLE,
    "−": MissingKind.NOT_AVAILABLE,
    "..": MissingKind.NOT_AVAILABLE,
    "...": MissingKind.NOT_AVAILABLE,
    "…": MissingKind.NOT_AVAILABLE,
    "i.t.": MissingKind.NOT_AVAILABLE,
    "i.t": MissingKind.NOT_AVAILABLE,
    "i/t": MissingKind.NOT_AVAILABLE,
    "n/a": MissingKind.NOT_AVAILABLE,
    "n.a.": MissingKind.NOT_AVAILABLE,
    "m": MissingKind.NOT_AVAILABLE,
    "mangler": MissingKind.NOT_AVAILABLE,
    "uoplyst": MissingKind.NOT_AVAILABLE,
    "ingen data": MissingKind.NOT_AVAILABLE,
    ".": MissingKind.NOT_RELEVANT,
    "ikke relevant": MissingKind.NOT_RELEVANT,
    "*": MissingKind.PROTECTED,
    "x": MissingKind.PROTECTED,
    "diskretioneret": MissingKind.PROTECTED,
    "for få svar": MissingKind.PROTECTED,
}
_PROTECTED = re.compile(r"(?:<|færre end|under) ?[0-9]{1,2}")

_MINUS = "-−–"
_WHITE = re.compile(r"\s+")
_UNIT = r"(?:%|pct\.?|kr\.?|dkk)"
_BEFORE = re.compile(rf"{_UNIT} ?(?=[^ ])", re.IGNORECASE)
_AFTER = re.compile(rf"(?<=[^ ]) ?{_UNIT}\Z", re.IGNORECASE)

_GROUPED = r"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+"
_COMMA_BODY = re.compile(
    rf"(?P<whole>[0-9]+|{_GROUPED.format(mark='[.]')}|{_GROUPED.format(mark=' ')})"
    r"(?:,(?P<part>[0-9]+))?|,(?P<only>[0-9]+)"
)
_POINT_BODY = re.compile(
    rf"(?P<whole>[0-9]+|{_GROUPED.format(mark=',')}|{_GROUPED.format(mark=' ')})"
    r"(?:[.](?P<part>[0-9]+))?|[.](?P<only>[0-9]+)"
)

_MONTH_WORDS = "jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec"
_AS_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.]+)?)?|[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2,4}"
    rf"|[0-9]{{1,2}}[-. ]+(?:{_MONTH_WORDS})[a-z]*\.?(?:[- ][0-9]{{2,4}})?"
    rf"|(?:{_MONTH_WORDS})[a-z]*\.?[- ][0-9]{{2,4}}",
    re.IGNORECASE,
)
_AS_TIME = re.compile(r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?")
_SCIENTIFIC = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?[eE][-+]?[0-9]+")
_SHEET_ERROR = re.compile(r"#[^\s]{1,20}")


def parse_number(
    text: str, style: Style, *, low: Decimal | None = None, high: Decimal | None = None
) -> Decimal | Missing | Unread:
    """One cell's number, in a column of a given style.

    `low` and `high` are the plausible range; it is asked only when the cell can be read in two
    ways and the column cannot decide. `7,5 %` is 7.5. Kilde: beslutningen om »1.234«: kolonnen,
    så det rimelige interval, ellers siges det.
    """
    if len(text) > LONGEST_CELL:
        return _too_long()
    plain = _WHITE.sub(" ", text).strip()
    missing = _missing(plain)
    if missing is not None:
        return missing
    sign, body = _undress(plain)
    readings = _readings(body, style)
    if len(readings) == 1:
        return _exact(sign, readings[0])
    if len(readings) == 2:
        return _choose(sign, readings, low, high)
    return _why_not(plain, body, style)


def _missing(plain: str) -> Missing | None:
    word = plain.casefold()
    kind = _KINDS.get(word)
    if kind is None and _PROTECTED.fullmatch(word):
        kind = MissingKind.PROTECTED
    return None if kind is None else Missing(kind)


def _undress(plain: str) -> tuple[str, str]:
    """The sign and the digits of `(1.234,5) kr.`, `1.234,5-`, `− 7,5 %`; at most one unit and sign."""
    body, dressed = _without_unit(plain)
    sign = ""
    if body.startswith("(") and body.endswith(")"):
        sign, body = "-", body[1:-1].strip()
    elif body[:1] and body[0] in _MINUS:
        sign, body = "-", body[1:].lstrip()
    elif body[:1] == "+":
        body = body[1:].lstrip()
    elif body[-1:] and body[-1] in _MINUS:
        sign, body = "-", body[:-1].rstrip()
    return sign, body if dressed else _without_unit(body)[0]


def _without_unit(text: str) -> tuple[str, bool]:
    for pattern in (_AFTER, _BEFORE):
        match = pattern.search(text) if pattern is _AFTER else pattern.match(text)
        if match:
            return (text[: match.start()] + text[match.end() :]).strip(), True
    return text, False


def _readings(body: str, style: Style) -> list[str]:
    """The ways to read a body in a column, each as `1234.5`; none, one or two."""
    comma, point = _read(_COMMA_BODY, body), _read(_POINT_BODY, body)
    if style is Style.COMMA:
        return [comma] if comma else []
    if style is Style.POINT:
        return [point] if point else []
    found = [reading for reading in (comma, point) if reading]
    if style is Style.MIXED and not comma:
        return []
    return found[:1] if len(set(found)) == 1 else found


def _read(pattern: re.Pattern[str], body: str) -> str | None:
    match = pattern.fullmatch(body)
    if not match:
        return None
    whole = re.sub("[ .,]", "", match["whole"] or "0").lstrip("0") or "0"
    part = match["part"] or match["only"]
    return f"{whole}.{part}" if part else whole


def _exact(sign: str, reading: str) -> Decimal | Unread:
    whole, _point, part = reading.partition(".")
    if len(whole) > MOST_INTEGER_DIGITS or len(part) > MOST_DECIMALS:
        return Unread(
            "F032",
            _("har flere cifre, end vi kan gemme (15 før og 8 efter kommaet)"),
            _("Afrund tallet."),
        )
    number = Decimal(reading)
    return -number if sign and number else number


def _choose(
    sign: str, readings: list[str], low: Decimal | None, high: Decimal | None
) -> Decimal | Unread:
    values = [_exact(sign, reading) for reading in readings]
    if low is not None or high is not None:
        likely = [v for v in values if isinstance(v, Decimal) and _within(v, low, high)]
        if len(likely) == 1:
            return likely[0]
    whole, parted = sorted(readings, key=lambda reading: "." in reading)
    shown = f"{sign}{whole}", f"{sign}{parted.replace('.', ',')}"
    return Unread(
        "F021",
        _("kan læses på to måder (%(whole)s eller %(parted)s)")
        % {"whole": shown[0], "parted": shown[1]},
        _("Skriv fx %(whole)s eller %(parted)s.") % {"whole": shown[0], "parted": shown[1][:-2]},
    )


def _within(value: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _too_long() -> Unread:
    return Unread("F033", _("er længere end 200 tegn"), _("Ret cellen til et tal."))


def _why_not(plain: str, body: str, style: Style) -> Unread:
    """Says what a text that is no number looks like. Excel's own damage has its own sentences."""
    if _SHEET_ERROR.fullmatch(plain):
        return Unread("F023", _("er en regneark-fejl"), _("Ret formlen i regnearket."))
    if _AS_DATE.fullmatch(plain):
        return Unread(
            "F025",
            _("er en dato: Excel har lavet tallet om til en dato"),
            _("Formatér kolonnen som tal, og skriv tallet igen."),
        )
    if _AS_TIME.fullmatch(plain):
        return Unread("F025", _("er et klokkeslæt, ikke et tal"), _("Skriv tallet, fx 7,5."))
    if _SCIENTIFIC.fullmatch(plain):
        return Unread(
            "F020",
            _("er et tal, som Excel har forkortet, så cifre kan være tabt"),
            _("Formatér kolonnen som tal uden E, og skriv tallet igen."),
        )
    if style is not Style.AMBIGUOUS and (_read(_COMMA_BODY, body) or _read(_POINT_BODY, body)):
        return _conflict(style)
    return Unread(
        "F020", _("er ikke et tal"), _("Skriv et tal, fx 7,5, eller lad cellen være tom.")
    )


def _conflict(style: Style) -> Unread:
    if style is Style.POINT:
        why = _("er skrevet med komma, men resten af kolonnen bruger punktum")
        return Unread("F020", why, _("Brug det samme decimaltegn i hele kolonnen."))
    why = _("er skrevet med punktum, men resten af kolonnen bruger komma")
    return Unread("F020", why, _("Skriv decimaler med komma, fx 7,5."))


# The plainest cells, read for a whole column at once; `numbers` gives everything else to
# `parse_number`. No leading zeros and no minus before a zero: then the text is already canonical,
# but for its marks. With both marks (`1.234,5`) a text can be read in one way only.
_PLAIN = (
    r"^(?:(?:-?[1-9][0-9]{0,14}|0)(?:[.,][0-9]{1,8})?"
    r"|-?[1-9][0-9]{0,2}(?:[.][0-9]{3}){1,4},[0-9]{1,8})$"
)


@dataclass(frozen=True, slots=True)
class _Distinct:
    """A column's distinct texts, and which of the plain ones have which mark for decimals.

    `grouped`: `1.234,5`, which has both marks; `twofold`: `1.234`, which can be read in two ways.
    """

    texts: pa.StringArray
    index: npt.NDArray[np.int32]
    plain: npt.NDArray[np.bool_]
    comma: npt.NDArray[np.bool_]
    point: npt.NDArray[np.bool_]
    grouped: npt.NDArray[np.bool_]
    twofold: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, column: pa.StringArray) -> "_Distinct":
        coded = pc.fill_null(column, "").dictionary_encode()
        texts = coded.dictionary
        plain = _mask(pc.match_substring_regex(texts, _PLAIN))
        at_comma = pc.find_substring(texts, ",").to_numpy(zero_copy_only=False)
        at_point = pc.find_substring(texts, ".").to_numpy(zero_copy_only=False)
        grouped = plain & (at_comma >= 0) & (at_point >= 0)
        at = np.maximum(at_comma, at_point)
        length = pc.binary_length(texts).to_numpy(zero_copy_only=False)
        whole = at - _mask(pc.starts_with(texts, "-"))
        twofold = plain & (at >= 0) & (length - at == 4) & (whole <= 3)
        twofold &= ~_mask(pc.starts_with(texts, "0")) & ~grouped
        point = plain & (at_point >= 0) & ~grouped
        index = coded.indices.to_numpy(zero_copy_only=False)
        return cls(texts, index, plain, plain & (at_comma >= 0), point, grouped, twofold)

    def style(self) -> Style:
        styles = {_evidence(text) for text in self.texts.filter(pa.array(~self.plain)).to_pylist()}
        if bool((self.comma & ~self.twofold).any()):
            styles.add(Style.COMMA)
        if bool((self.point & ~self.twofold).any()):
            styles.add(Style.POINT)
        styles.discard(None)
        if len(styles) == 2:
            return Style.MIXED
        return styles.pop() or Style.AMBIGUOUS if styles else Style.AMBIGUOUS

    def settled(self, style: Style) -> npt.NDArray[np.bool_]:
        """The plain texts that have exactly one reading in a column of this style."""
        if style is Style.COMMA:
            return self.plain & ~self.point
        if style is Style.POINT:
            return self.plain & ~self.comma
        if style is Style.MIXED:
            return self.plain & ~self.point & ~self.twofold
        return self.plain & ~self.comma & ~self.point


def _mask(values: pa.BooleanArray) -> npt.NDArray[np.bool_]:
    mask: npt.NDArray[np.bool_] = values.to_numpy(zero_copy_only=False)
    return mask


def _evidence(text: str) -> Style | None:
    """The style that a cell proves, if it can be read in one of them only."""
    if len(text) > LONGEST_CELL:
        return None
    plain = _WHITE.sub(" ", text).strip()
    if _missing(plain) is not None:
        return None
    body = _undress(plain)[1]
    comma, point = _read(_COMMA_BODY, body), _read(_POINT_BODY, body)
    if bool(comma) == bool(point):
        return None
    return Style.COMMA if comma else Style.POINT


def column_style(column: pa.StringArray) -> Style:
    """How a column of texts writes decimals; AMBIGUOUS when no cell proves it, MIXED when both."""
    return _Distinct.of(column).style()


def numbers(
    column: pa.StringArray,
    *,
    style: Style | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
) -> Numbers:
    """A whole column, the same answers as `parse_number` cell by cell.

    `column`: n texts. `style`: the column's own when None. `low`, `high`: as in `parse_number`.
    """
    distinct = _Distinct.of(column)
    style = style or distinct.style()
    settled = distinct.settled(style)
    texts = distinct.texts
    if style is not Style.POINT and distinct.grouped.any():
        texts = pc.replace_substring(texts, ".", "")
    texts = pc.replace_substring(texts, ",", ".")
    kinds = np.zeros(len(texts), np.int8)
    unread: dict[int, tuple[str, Unread]] = {}
    others: dict[int, str | None] = {}
    for at in np.flatnonzero(~settled).tolist():
        text = distinct.texts[at].as_py()
        answer = parse_number(text, style, low=low, high=high)
        others[at] = f"{answer:f}" if isinstance(answer, Decimal) else None
        if isinstance(answer, Missing):
            kinds[at] = answer.kind
        elif isinstance(answer, Unread):
            unread[at] = (text, answer)
    if others:
        replacements = pa.array(others.values(), pa.string())
        texts = pc.replace_with_mask(texts, pa.array(~settled), replacements)
    return Numbers(
        text=texts.take(pa.array(distinct.index)),
        missing=pa.array(kinds[distinct.index]),
        problems=_problems(distinct.index, unread),
        style=style,
    )


def _problems(index: npt.NDArray[np.int32], unread: dict[int, tuple[str, Unread]]) -> list[Problem]:
    if not unread:
        return []
    where = np.flatnonzero(np.isin(index, np.fromiter(unread, np.int32)))
    problems = []
    for row in where.tolist():
        text, why = unread[int(index[row])]
        problems.append(Problem(row, why.code, text, why.why, why.how))
    return problems


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            ("januar", "jan"),
            ("februar", "feb"),
            ("marts", "mar"),
            ("april", "apr"),
            ("maj",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov"),
            ("december", "dec"),
        ],
        start=1,
    )
    for name in names
}
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
_DAY_FIRST = re.compile(
    r"(?P<day>[0-9]{1,2})[-./ ](?P<month>[0-9]{1,2})[-./ ](?P<year>[0-9]{4}|[0-9]{2})" + _MIDNIGHT
)
_YEAR_FIRST = re.compile(
    r"(?P<year>[0-9]{4})[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})" + _MIDNIGHT
)
_COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_IN_WORDS = re.compile(
    r"(?:d\. ?|den )?(?P<day>[0-9]{1,2})\.? ?(?P<month>[a-z]+)\.? ?(?P<year>[0-9]{4}|[0-9]{2})",
)
_DATE_FORMS = (_DAY_FIRST, _YEAR_FIRST, _COMPACT, _IN_WORDS)


def month_number(word: str) -> int | None:
    """1 to 12 for a Danish month's name or its usual short form, else None."""
    return _MONTHS.get(word.casefold().rstrip("."))


def parse_date(text: str) -> date | Unread | None:
    """The day that a text names: `31-12-2026`, `31/3-26`, `2026-12-31`, `20261231`, `31. maj 2026`.

    Day before month, as Danes write. None is the open end, 9999-12-31. A blank is Unread: ask first.
    """
    plain = _WHITE.sub(" ", text).strip().casefold()
    if len(plain) > LONGEST_CELL:
        return _no_date()
    for form in _DATE_FORMS:
        match = form.fullmatch(plain)
        if match:
            return _day(match["year"], match["month"], match["day"])
    if re.fullmatch(r"[2-6][0-9]{4}", plain):
        return Unread(
            "F027",
            _("ser ud til at være Excels eget tal for en dato"),
            _("Formatér kolonnen som dato, og gem filen igen."),
        )
    return _no_date()


def full_year(text: str) -> int:
    """The year of `2026` or `26`; two digits lie between 1970 and 2069."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _day(year: str, month: str, day: str) -> date | Unread | None:
    number = month_number(month) if month.isalpha() else int(month)
    if number is None:
        return _no_date()
    if number > 12 >= int(day) > 0 and len(year) == 4:
        return Unread("F026", _("har måneden før dagen"), _("Skriv dagen først, fx 31-12-2026."))
    try:
        value = date(full_year(year), number, int(day))
    except ValueError:
        return Unread("F027", _("er en dato, der ikke findes"), _("Ret datoen."))
    if value == date.max:
        return None
    if not 1900 <= value.year <= 2100:
        return Unread("F027", _("ligger uden for årene 1900 til 2100"), _("Ret datoen."))
    return value


def _no_date() -> Unread:
    return Unread("F027", _("er ikke en dato"), _("Skriv datoen som 31-12-2026."))
