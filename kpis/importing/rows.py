"""The texts of the cells to figures: exact numbers, or the kind of missing, or a finding.

A figure is a value, or a numerator and a denominator; for percentages the value is their ratio
times 100. Numbers stay the texts they were written as; only checks look at them as floats, and
what a check suspects is judged again exactly.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.discretion import has_minimum
from kpis.importing.shapes import PARTS, Cells
from kpis.lines import KpiFacts
from kpis.models import Kpi
from lederside.imports import danish
from lederside.imports.danish import MissingKind, Problem, Style
from lederside.imports.log import ImportLog

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# How far a value and its numerator over denominator may be apart (docs/decisions).
TOLERANCE: Final = Decimal("0.02")
MOST_PEOPLE: Final = 2_147_483_647
MOST_DERIVED_DECIMALS: Final = 10


@dataclass(frozen=True)
class Figures:
    """n figures. `value`, `numerator`, `denominator`, `base`: texts with a decimal point, or null.

    `missing`: a `MissingKind` where there is no figure, else 0; then the texts are null.
    """

    value: pa.StringArray
    numerator: pa.StringArray
    denominator: pa.StringArray
    base: pa.StringArray
    missing: npt.NDArray[np.int8]


def read(
    cells: Cells,
    kpi_of: npt.NDArray[np.int8],
    kpis: Sequence[KpiFacts],
    said: ImportLog,
    *,
    already_protected: bool,
) -> Figures:
    """The figures of the cells.

    `kpi_of`: each cell's place among `kpis`, -1 when it is not known. What cannot be read, or
    cannot be true, goes to `said`. Kilde: reglerne for værdi, tæller, nævner og basis.
    """
    reader = _Reader(cells, kpi_of, kpis, said)
    reader.parse()
    reader.decide_missing()
    reader.check()
    reader.derive()
    if not already_protected:
        reader.warn_of_missing_base()
    return reader.figures()


class _Reader:
    """The columns of one file on their way from texts to figures."""

    def __init__(
        self,
        cells: Cells,
        kpi_of: npt.NDArray[np.int8],
        kpis: Sequence[KpiFacts],
        said: ImportLog,
    ) -> None:
        self.cells, self.kpi_of, self.kpis, self.said = cells, kpi_of, kpis, said
        self.text: dict[str, pa.StringArray] = {}
        self.kind: dict[str, npt.NDArray[np.int8]] = {}
        self.missing: npt.NDArray[np.int8] = np.zeros(len(cells), np.int8)
        self._floats: dict[str, tuple[pa.StringArray, Floats]] = {}

    def parse(self) -> None:
        for part in PARTS:
            if part in self.cells.texts:
                self.text[part], self.kind[part] = self._parse_part(part)
            else:
                self.text[part] = pa.nulls(len(self.cells), pa.string())
                self.kind[part] = np.full(len(self.cells), MissingKind.BLANK, np.int8)
        self._check_bases()

    def _parse_part(self, part: str) -> tuple[pa.StringArray, npt.NDArray[np.int8]]:
        texts, kinds = [], []
        for stretch in self.cells.stretches:
            column = self.cells.texts[part].slice(stretch.start, stretch.stop - stretch.start)
            read = danish.numbers(column)
            text, missing = read.text, read.missing.to_numpy(zero_copy_only=False)
            settled = {
                p.index: number
                for p in read.problems
                if (number := self._settle(part, stretch.start, p))
            }
            if settled:
                text = _with(text, settled)
            texts.append(text)
            kinds.append(missing)
        if len(texts) == 1:
            return texts[0], kinds[0]
        return pa.concat_arrays(texts), np.concatenate(kinds)

    def _settle(self, part: str, start: int, problem: Problem) -> str | None:
        """The one reading of an ambiguous cell that can be true; otherwise it is said."""
        at = start + problem.index
        if problem.code == "F021":
            low, high = self._plausible(at) if part == "value" else (None, None)
            if low is not None:
                answer = danish.parse_number(problem.value, Style.AMBIGUOUS, low=low, high=high)
                if isinstance(answer, Decimal):
                    return f"{answer:f}"
            if part == "base" and (number := _whole(problem.value)):
                return number
        self.said.error(
            problem.code, self.cells.place(at, part), problem.why, problem.how, value=problem.value
        )
        return None

    def _plausible(self, at: int) -> tuple[Decimal | None, Decimal | None]:
        kpi = self._kpi(at)
        return (kpi.at_unit.plausible_low, kpi.at_unit.plausible_high) if kpi else (None, None)

    def _kpi(self, at: int) -> KpiFacts | None:
        order = int(self.kpi_of[at])
        return self.kpis[order] if order >= 0 else None

    def _check_bases(self) -> None:
        """A base counts people or answers: whole and not negative."""
        base = self.floats("base")
        with np.errstate(invalid="ignore"):
            wrong = (base < 0) | (base != np.floor(base)) | (base > MOST_PEOPLE)
        wrong &= ~np.isnan(base)
        how = _("Skriv et helt antal, eller lad cellen være tom.")
        self._say(wrong, "F070", "base", _("er ikke et antal personer eller svar"), how)
        self.text["base"] = _whole_texts(self.text["base"], wrong)

    def decide_missing(self) -> None:
        """No figure: the value says so, or it is blank and there is no numerator over denominator."""
        value = ~np.isnan(self.floats("value"))
        pair = self._has("numerator") & self._has("denominator")
        kind = self.kind["value"]
        blank = kind == MissingKind.BLANK
        ratio = blank & pair
        lone = blank & self._has("numerator") & (self.kind["denominator"] != 0)
        how = _("Skriv nævneren, eller lad også tælleren være tom.")
        self._say(lone, "F036", "numerator", _("er en tæller uden nævner"), how)
        why = np.where(blank, self.kind["numerator"], kind)
        why = np.where(why == 0, self.kind["denominator"], why)
        none = ~value & ~ratio & (kind != 0)
        self.missing = np.where(none, np.where(why == 0, MissingKind.BLANK, why), 0).astype(np.int8)
        if none.any():
            for part in ("numerator", "denominator"):
                self.text[part] = _emptied(self.text[part], none)

    def check(self) -> None:
        self._check_denominators()
        self._check_ratios()
        self._check_range()
        self._check_people()

    def _check_denominators(self) -> None:
        figure = self._has("numerator") | self._has("value")
        with np.errstate(invalid="ignore"):
            wrong = (self.floats("denominator") <= 0) & figure
        how = _("Ret nævneren, eller lad tæller og nævner være tomme.")
        self._say(
            wrong, "F035", "denominator", _("kan ikke være nævner: den skal være over 0"), how
        )
        self.text["denominator"] = _emptied(self.text["denominator"], wrong)

    def _check_ratios(self) -> None:
        value, ratio = self.floats("value"), self._ratios()
        with np.errstate(invalid="ignore"):
            apart = np.abs(value - ratio) > float(TOLERANCE) - 1e-3 - 1e-9 * np.abs(value)
        for at in np.flatnonzero(apart).tolist():
            exact = self._exact_ratio(at)
            if (
                exact is not None
                and abs(Decimal(self.text["value"][at].as_py()) - exact) > TOLERANCE
            ):
                why = _("passer ikke med tæller og nævner, som giver %s") % _danish(exact)
                how = _("Ret værdien, tælleren eller nævneren.")
                self._error(at, "F034", "value", why, how)

    def _ratios(self) -> Floats:
        factor = self._each(lambda kpi: kpi.at_unit.factor)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios: Floats = self.floats("numerator") * factor / self.floats("denominator")
        return ratios

    def _exact_ratio(self, at: int) -> Decimal | None:
        numerator, denominator = (
            self.text[part][at].as_py() for part in ("numerator", "denominator")
        )
        kpi = self._kpi(at)
        if numerator is None or denominator is None or kpi is None:
            return None
        return Decimal(numerator) * kpi.at_unit.factor / Decimal(denominator)

    def _check_range(self) -> None:
        value = self.floats("value")
        given = ~np.isnan(value)
        value = np.where(given, value, self._ratios())
        low = self._each(lambda kpi: kpi.at_unit.plausible_low)
        high = self._each(lambda kpi: kpi.at_unit.plausible_high)
        with np.errstate(invalid="ignore"):
            under, over = value < low, value > high
        for at in np.flatnonzero(under | over).tolist():
            self._say_out_of_range(
                at, is_under=bool(under[at]), part="value" if given[at] else "numerator"
            )

    def _say_out_of_range(self, at: int, *, is_under: bool, part: str) -> None:
        kpi = self.kpis[int(self.kpi_of[at])]
        span = {
            "name": kpi.name,
            "low": _danish(kpi.at_unit.plausible_low),
            "high": _danish(kpi.at_unit.plausible_high),
            "measure": kpi.at_unit.measure,
        }
        why = _("er for lavt") if is_under else _("er for højt")
        if part != "value":
            why = _("giver med nævneren et tal, der %s") % why
        how = _("%(name)s ligger mellem %(low)s og %(high)s (%(measure)s).") % span
        self._error(at, "F030" if is_under else "F031", part, why, how)

    def _check_people(self) -> None:
        """A stated base must be able to carry the figure: an error only where it cannot."""
        base, figure = self.floats("base"), self.missing == 0
        share = self._each(_is_share_of_people) == 1
        same = self._each(lambda kpi: kpi.denominator_is_base) == 1
        with np.errstate(invalid="ignore"):
            none = (base == 0) & figure
            fewer = ~none & share & (self.floats("numerator") > base)
            other = ~none & same & (self.floats("denominator") != base) & self._has("denominator")
        other &= ~np.isnan(base)
        how = _("Ret antallet eller tallet.")
        self._say(none, "F070", "base", _("kan ikke være antallet, når der er et tal"), how)
        self._say(fewer, "F070", "base", _("er færre personer, end tælleren har med"), how)
        self._say(other, "F070", "base", _("er ikke det samme antal som nævneren"), how)

    def derive(self) -> None:
        """Fill in what follows: the value from its parts, or the numerator from value and weight."""
        figure = (self.missing == 0) & (self.kpi_of >= 0)
        if self.said.errors or not figure.any():
            return
        value, numerator, denominator = (self._has(part) for part in PARTS[:3])
        ratio = self._each(lambda kpi: kpi.roll_up == Kpi.RollUp.RATIO) == 1
        weighted = self._each(lambda kpi: kpi.base_is_denominator) == 1
        base = self._has("base")
        self._fill(
            "denominator",
            figure & value & ratio & weighted & base & ~numerator & ~denominator,
            self._base,
        )
        same = self._each(lambda kpi: kpi.denominator_is_base) == 1
        self._fill("base", figure & same & ~base & denominator, self._denominator_as_base)
        self._fill(
            "numerator",
            figure & value & ratio & ~numerator & self._has("denominator"),
            self._product,
        )
        self._fill("value", figure & ~value, self._quotient)

    def _fill(self, part: str, where: Mask, of: Callable[[int], str | None]) -> None:
        if where.any():
            self.text[part] = _with(
                self.text[part], {at: of(at) for at in np.flatnonzero(where).tolist()}
            )

    def _base(self, at: int) -> str | None:
        base: str | None = self.text["base"][at].as_py()
        return base

    def _denominator_as_base(self, at: int) -> str | None:
        weight = Decimal(self.text["denominator"][at].as_py())
        return f"{int(weight)}" if weight == weight.to_integral_value() else None

    def _product(self, at: int) -> str:
        value, weight = (Decimal(self.text[part][at].as_py()) for part in ("value", "denominator"))
        return _plain(value * weight / self.kpis[int(self.kpi_of[at])].at_unit.factor)

    def _quotient(self, at: int) -> str | None:
        exact = self._exact_ratio(at)
        return None if exact is None else _plain(exact, MOST_DERIVED_DECIMALS)

    def warn_of_missing_base(self) -> None:
        """One warning for each target that has a minimum, however many rows lack a base."""
        needs = self._each(has_minimum) == 1
        without = needs & (self.missing == 0) & ~self._has("base")
        for order in np.unique(self.kpi_of[without]).tolist():
            mine = np.flatnonzero(without & (self.kpi_of == order))
            why = ngettext(
                "%(name)s: %(count)s tal siger ikke, hvor mange det handler om, og vises som »For få svar«",
                "%(name)s: %(count)s tal siger ikke, hvor mange de handler om, og vises som »For få svar«",
                len(mine),
            ) % {"name": self.kpis[order].name, "count": len(mine)}
            how = _(
                "Tilføj en kolonne med antallet, eller sig, at kilden selv har fjernet små grupper."
            )
            self.said.warning("A070", self.cells.place(int(mine[0])), why, how)

    def figures(self) -> Figures:
        return Figures(
            self.text["value"],
            self.text["numerator"],
            self.text["denominator"],
            self.text["base"],
            self.missing,
        )

    def floats(self, part: str) -> Floats:
        """The part as floats, NaN where there is no number. Only for checks."""
        text, known = self.text[part], self._floats.get(part)
        if known is None or known[0] is not text:
            numbers = pc.cast(text, pa.float64()).to_numpy(zero_copy_only=False)
            known = self._floats[part] = (text, numbers)
        return known[1]

    def _has(self, part: str) -> Mask:
        has: Mask = pc.is_valid(self.text[part]).to_numpy(zero_copy_only=False)
        return has

    def _each(self, fact: Callable[[KpiFacts], Any]) -> Floats:
        """A fact about each cell's target; NaN where the target is not known."""
        facts = np.array([*(float(fact(kpi)) for kpi in self.kpis), np.nan])
        return facts[self.kpi_of]

    def _say(self, where: Mask, code: str, part: str, why: str, how: str) -> None:
        for at in np.flatnonzero(where).tolist():
            self._error(at, code, part, why, how)

    def _error(self, at: int, code: str, part: str, why: str, how: str) -> None:
        value = self.cells.text(part, at)
        self.said.error(code, self.cells.place(at, part), why, how, value=value)


def _is_share_of_people(kpi: KpiFacts) -> bool:
    """A percentage of people that cannot be over 100: no more of them than there are."""
    full = kpi.at_unit.factor == 100 and kpi.at_unit.plausible_high == 100
    return full and has_minimum(kpi)


def _with(texts: pa.StringArray, numbers: Mapping[int, str | None]) -> pa.StringArray:
    mask = np.zeros(len(texts), np.bool_)
    mask[list(numbers)] = True
    ordered = [numbers[at] for at in sorted(numbers)]
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(ordered, pa.string()))


def _emptied(texts: pa.StringArray, where: Mask) -> pa.StringArray:
    if not where.any():
        return texts
    return pc.if_else(pa.array(where), pa.scalar(None, pa.string()), texts)


def _whole(text: str) -> str | None:
    """The one whole number that a text can be read as: `1.234` people are 1234."""
    answers = {danish.parse_number(text, style) for style in (Style.COMMA, Style.POINT)}
    whole = [a for a in answers if isinstance(a, Decimal) and a == a.to_integral_value()]
    return f"{int(whole[0])}" if len(whole) == 1 else None


def _whole_texts(texts: pa.StringArray, wrong: Mask) -> pa.StringArray:
    """Bases without the `,0` that a spreadsheet may have given them."""
    texts = _emptied(texts, wrong)
    if not pc.any(pc.match_substring(texts, ".")).as_py():
        return texts
    return pc.replace_substring_regex(texts, r"\.0*$", "")


def _plain(number: Decimal, decimals: int | None = None) -> str:
    text = f"{number:f}" if decimals is None else f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _danish(number: Decimal) -> str:
    return _plain(number, 2).replace(".", ",").replace("-", "−")
