"""What the texts of the cells name: the target, the period and the unit, or a finding.

A text is looked up once, however many cells it stands in, and said once when it is not found.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpis.importing.shapes import PARTS, Cells
from kpis.lines import KpiFacts
from kpis.models import Kpi
from lederside.imports import periods as period_words
from lederside.imports.log import ImportLog
from lederside.imports.periods import Period, PeriodKind
from lederside.ui.numbers import long_date
from organisation.models import Succession, Unit
from organisation.names import sort_key
from organisation.tree import Node, OrganisationTree

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

NEAREST: Final = 3
LISTED: Final = 5
_TOTALS = (
    r"(?i)^(?:(?:hoved|under|sub|del)?total.*|.* total|(?:.* )?i alt(?: .*)?|sum|samlet"
    r"|hele kommunen|gennemsnit):?$"
)
_AS_NUMBER = re.compile(r"([0-9]+)[.,]0+")
_ROUGHER: Final = {
    Kpi.Frequency.QUARTERLY: (PeriodKind.HALF_YEAR, PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR),
    Kpi.Frequency.HALF_YEARLY: (PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR),
}


class _Coded(NamedTuple):
    """A column's distinct texts, and for each cell which of them it holds."""

    texts: list[str]
    cells: Ints

    @classmethod
    def of(cls, column: pa.StringArray) -> "_Coded":
        coded = column.dictionary_encode()
        index = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(coded.dictionary.to_pylist(), index)

    def first(self, which: int) -> tuple[int, int]:
        """The first cell with a text, and in how many it stands."""
        where = np.flatnonzero(self.cells == which)
        return int(where[0]), len(where)


def totals(cells: Cells) -> Mask:
    """The cells of rows that are sums of other rows, known by their words in place of a unit."""
    found: Mask = np.zeros(len(cells), np.bool_)
    number, name = (cells.texts.get(field) for field in ("unit_number", "unit_name"))
    if number is not None:
        found |= _matches(number, _TOTALS)
    if name is not None:
        unnamed = True if number is None else _mask(pc.equal(number, ""))
        found |= _matches(name, _TOTALS) & unnamed
    return found


def _matches(column: pa.StringArray, pattern: str) -> Mask:
    coded = column.dictionary_encode()
    hits = _mask(pc.match_substring_regex(coded.dictionary, pattern))
    found: Mask = hits[coded.indices.to_numpy(zero_copy_only=False)]
    return found


def _mask(values: pa.BooleanArray) -> Mask:
    mask: Mask = values.to_numpy(zero_copy_only=False)
    return mask


def kpis(cells: Cells, twelve: Sequence[KpiFacts], said: ImportLog) -> npt.NDArray[np.int8]:
    """Each cell's target as its place among `twelve`; -1 and an error when there is none."""
    known: dict[str, int] = {}
    for order, kpi in enumerate(twelve):
        for name in (kpi.code, kpi.name, kpi.short_name, f"{kpi.code} {kpi.name}"):
            known.setdefault(name.casefold(), order)
    coded = _Coded.of(cells.texts["kpi"])
    found = [known.get(text.casefold(), -1) for text in coded.texts]
    how = _("Skriv en af koderne %s.") % ", ".join(kpi.code for kpi in twelve)
    for which in (at for at, order in enumerate(found) if order < 0):
        at, count = coded.first(which)
        why = _("er ikke et af de tolv mål") + _times(count)
        said.error("F056", cells.place(at, "kpi"), why, how, value=coded.texts[which])
    return np.array(found, np.int8)[coded.cells]


def _times(count: int) -> str:
    return _(" (det står i %s rækker)") % count if count > 1 else ""


def periods(
    cells: Cells, said: ImportLog, *, on: date
) -> tuple[list[Period], npt.NDArray[np.int64]]:
    """The periods of the file, and each cell's place among them; -1 and an error when unknown.

    A period that begins after `on` is an error; one that has not ended yet is a warning.
    """
    coded = _Coded.of(cells.texts["period"])
    found: list[Period] = []
    places = []
    for which, text in enumerate(coded.texts):
        period = _period(cells, coded, which, text, said, on=on)
        if period is not None and period not in found:
            found.append(period)
        places.append(-1 if period is None else found.index(period))
    return found, np.array(places, np.int64)[coded.cells]


def _period(
    cells: Cells, coded: _Coded, which: int, text: str, said: ImportLog, *, on: date
) -> Period | None:
    period = period_words.parse_period(text)
    at, count = coded.first(which)
    place = cells.place(at, "period")
    if not isinstance(period, Period):
        said.error(period.code, place, period.why + _times(count), period.how, value=text)
        return None
    if period.starts_on > on:
        how = _("Ret perioden, eller vent, til den er slut.")
        said.error("F040", place, _("er en periode, der ikke er begyndt"), how, value=text)
        return None
    if period.ends_on > on:
        how = _("Tallene kan ændre sig, til den er slut.")
        said.warning("A040", place, _("er en periode, der ikke er slut"), how, value=text)
    return period


def frequencies(
    cells: Cells,
    kpi_of: npt.NDArray[np.int8],
    period_of: Ints,
    twelve: Sequence[KpiFacts],
    known: Sequence[Period],
    said: ImportLog,
) -> None:
    """A warning where a target's figure is for a longer period than the target is measured in."""
    for order, period in enumerate(known):
        rough = [
            at
            for at, kpi in enumerate(twelve)
            if period.kind in _ROUGHER.get(Kpi.Frequency(kpi.frequency), ())
        ]
        for kpi in rough:
            where = np.flatnonzero((kpi_of == kpi) & (period_of == order))
            if len(where):
                why = _("%(name)s måles %(often)s, men tallet er for %(period)s") % {
                    "name": twelve[kpi].name,
                    "often": Kpi.Frequency(twelve[kpi].frequency).label,
                    "period": period.title,
                }
                said.warning("A041", cells.place(int(where[0]), "period"), why, _("Tjek perioden."))


class Register:
    """The units of one day, and how a text in a file names one of them."""

    def __init__(self, tree: OrganisationTree) -> None:
        self.tree = tree

    def by_number(self, text: str) -> tuple[Node | None, bool]:
        """The unit with that number, and whether zeros in front of it had to be thought of."""
        node = self.tree.by_number(text)
        if node is None and (number := _AS_NUMBER.fullmatch(text)):
            text = number[1]
            node = self.tree.by_number(text)
        if node is None and text.isascii() and text.isdigit():
            same = self._without_zeros.get(text.lstrip("0"), [])
            return (same[0], True) if len(same) == 1 else (None, False)
        return node, False

    def by_name(self, text: str) -> Sequence[Node]:
        """The units of that name, written a little differently or not."""
        return self._by_name.get(sort_key(text), [])

    def nearest(self, text: str) -> list[str]:
        """Up to three units whose number or name looks like the text."""
        known = {node.number: node for node in self.tree}
        known |= {node.name.casefold(): node for node in self.tree}
        close = get_close_matches(text.casefold(), known, n=2 * NEAREST, cutoff=0.5)
        nodes = dict.fromkeys(known[word].pk for word in close)
        return [_called(self.tree.node(pk)) for pk in list(nodes)[:NEAREST]]

    @cached_property
    def _without_zeros(self) -> dict[str, list[Node]]:
        return _grouped(self.tree, lambda node: node.number.lstrip("0"))

    @cached_property
    def _by_name(self) -> dict[str, list[Node]]:
        return _grouped(self.tree, lambda node: node.sort_key)


def _grouped(tree: OrganisationTree, by: Callable[[Node], str]) -> dict[str, list[Node]]:
    groups: dict[str, list[Node]] = {}
    for node in tree:
        groups.setdefault(by(node), []).append(node)
    return groups


def _called(node: Node) -> str:
    return f"{node.name} ({node.number})"


def units(
    cells: Cells, known: Sequence[Period], period_of: Ints, said: ImportLog, *, on: date
) -> Ints:
    """Each cell's unit, as its key; 0 and an error when the file names none that was there.

    The units are those of the last day of each cell's period. `on`: today, for names.
    """
    found: Ints = np.zeros(len(cells), np.int64)
    for order, period in enumerate(known):
        where = np.flatnonzero(period_of == order) if len(known) > 1 else None
        matcher = _Matcher(cells, period, where, said)
        mine = matcher.match(on=on)
        if where is None:
            found = np.where(period_of == order, mine, 0)
        else:
            found[where] = mine
    return found


@dataclass
class _Matcher:
    """The cells of one period on their way to units. `where` None: all cells."""

    cells: Cells
    period: Period
    where: Ints | None
    said: ImportLog

    def match(self, *, on: date) -> Ints:
        self.register = Register(OrganisationTree.on(self.period.ends_on))
        number, name = self._texts("unit_number"), self._texts("unit_name")
        if number is None:
            return self._by_field("unit_name", name)
        found = self._by_field("unit_number", number)
        if name is None:
            return found
        found = self._named_only(found, number, name)
        self._check_names(found, name, on=on)
        return found

    def _texts(self, field: str) -> pa.StringArray | None:
        column = self.cells.texts.get(field)
        return column if column is None or self.where is None else column.take(pa.array(self.where))

    def _at(self, at: int) -> int:
        return at if self.where is None else int(self.where[at])

    def _by_field(self, field: str, texts: pa.StringArray) -> Ints:
        coded = _Coded.of(texts)
        found = []
        guessed = []
        for which, text in enumerate(coded.texts):
            if field == "unit_number" and not text and "unit_name" in self.cells.texts:
                found.append(0)
                continue
            node, zeros = self.register.by_number(text)
            if node is None and field == "unit_name":
                node = self._by_name(coded, which)
            elif node is None:
                self._unknown(field, coded, which)
            guessed += [which] * zeros
            found.append(node.pk if node else 0)
        if guessed:
            self._say_zeros(field, coded, guessed)
        return np.array(found, np.int64)[coded.cells]

    def _by_name(self, coded: _Coded, which: int) -> Node | None:
        text = coded.texts[which]
        nodes = self.register.by_name(text) if text else []
        if len(nodes) == 1:
            return nodes[0]
        if nodes:
            at, _count = coded.first(which)
            how = _("Skriv enhedens nummer: %s.") % ", ".join(_called(node) for node in nodes)
            place = self.cells.place(self._at(at), "unit_name")
            self.said.error("F057", place, _("er navnet på flere enheder"), how, value=text)
        else:
            self._unknown("unit_name", coded, which)
        return None

    def _named_only(self, found: Ints, number: pa.StringArray, name: pa.StringArray) -> Ints:
        """Rows without a number are found by their name."""
        blank = _mask(pc.equal(number, ""))
        if not blank.any():
            return found
        others = np.flatnonzero(blank)
        where = others if self.where is None else self.where[others]
        matcher = _Matcher(self.cells, self.period, where, self.said)
        matcher.register = self.register
        found[others] = matcher._by_field("unit_name", name.take(pa.array(others)))
        return found

    def _check_names(self, found: Ints, name: pa.StringArray, *, on: date) -> None:
        """Number and name must be of the same unit, as it was called then or is called now."""
        named = _Coded.of(name)
        pairs = np.unique(found * (len(named.texts) + 1) + named.cells)
        now: OrganisationTree | None = None
        for pair in pairs.tolist():
            pk, which = divmod(pair, len(named.texts) + 1)
            text = named.texts[which]
            if not pk or not text or text == self.register.tree.node(pk).name:
                continue
            now = now or OrganisationTree.on(on)
            if not self._is_called(pk, text, now):
                self._say_disagreement(found, named, pk, which)

    def _is_called(self, pk: int, text: str, now: OrganisationTree) -> bool:
        trees = [tree for tree in (self.register.tree, now) if pk in tree]
        return sort_key(text) in {tree.node(pk).sort_key for tree in trees}

    def _say_disagreement(self, found: Ints, named: _Coded, pk: int, which: int) -> None:
        at = int(np.flatnonzero((found == pk) & (named.cells == which))[0])
        node = self.register.tree.node(pk)
        why = _("er ikke navnet på enhed %(number)s, som hedder %(name)s")
        how = _("Ret nummeret eller navnet, så de er om den samme enhed.")
        self.said.error(
            "F053",
            self.cells.place(self._at(at), "unit_name"),
            why % {"number": node.number, "name": node.name},
            how,
            value=named.texts[which],
        )

    def _say_zeros(self, field: str, coded: _Coded, guessed: list[int]) -> None:
        at, _count = coded.first(guessed[0])
        why = ngettext(
            "mangler nuller foran; enheden er fundet alligevel",
            "og %s andre numre mangler nuller foran; enhederne er fundet alligevel",
            len(guessed),
        )
        why = why % (len(guessed) - 1) if len(guessed) > 1 else why
        how = _("Formatér kolonnen som tekst i Excel, så nullerne bliver stående.")
        place = self.cells.place(self._at(at), field)
        self.said.warning("A051", place, why, how, value=coded.texts[guessed[0]])

    def _unknown(self, field: str, coded: _Coded, which: int) -> None:
        text = coded.texts[which]
        at, count = coded.first(which)
        at = self._at(at)
        place = self.cells.place(at, field)
        if not text:
            how = _("Skriv enhedens nummer.")
            self.said.error("F055", place, _("Rækken siger ikke, hvilken enhed den er om"), how)
            return
        # A text with a control character is already a finding, and PostgreSQL takes none with NUL.
        known = Unit.objects.all() if text.isprintable() else Unit.objects.none()
        unit = known.filter(number=text).first()
        if unit is None and field == "unit_name":
            unit = known.filter(names__name__iexact=text).order_by("-valid_to").first()
        if unit is not None:
            self._not_there(place, text, unit)
            return
        nearest = self.register.nearest(self.cells.text("unit_name", at) or text)
        how = _("Mener du %s?") % _or(nearest) if nearest else _("Opret enheden først.")
        self.said.error(
            "F050", place, _("er ikke en enhed, vi kender") + _times(count), how, value=text
        )

    def _not_there(self, place: Any, text: str, unit: Unit) -> None:
        if unit.valid_to and unit.valid_to <= self.period.ends_on:
            last_day = long_date(unit.valid_to - timedelta(days=1))
            why = _("er en enhed, hvis sidste dag var %s, før perioden var slut") % last_day
            self.said.error("F051", place, why, self._successors(unit), value=text)
        else:
            why = _("er en enhed, der ikke var der ved slutningen af %s") % self.period.title
            how = _("Den findes fra %s.") % long_date(unit.valid_from) if unit.valid_from else ""
            self.said.error("F052", place, why, how, value=text)

    def _successors(self, unit: Unit) -> str:
        keys = Succession.objects.filter(predecessor=unit).values_list("successor_id", flat=True)
        tree = self.register.tree
        names = [_called(tree.node(pk)) for pk in keys if pk in tree]
        if not names:
            return _("Ret perioden, eller slet rækken.")
        return _("Den fortsætter som %s.") % _and(names)


def _or(names: Sequence[str]) -> str:
    return _(" eller ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _and(names: Sequence[str]) -> str:
    return _(" og ").join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def absent(known: Sequence[Period], unit_of: Ints, cells: Cells, said: ImportLog) -> int:
    """How many institutions, of the newest period, the file does not mention; a warning names some."""
    if not known:
        return 0
    newest = max(known)
    tree = OrganisationTree.on(newest.ends_on)
    expected = {node.pk for node in tree if node.is_institution}
    lacking = expected - set(np.unique(unit_of).tolist())
    if lacking:
        names = [_called(node) for node in tree.in_order(lacking)[:LISTED]]
        more = len(lacking) - len(names)
        listed = ", ".join(names) + (_(" og %s til") % more if more else "")
        why = ngettext(
            "Filen har ingen tal for %(count)s enhed: %(listed)s",
            "Filen har ingen tal for %(count)s enheder: %(listed)s",
            len(lacking),
        ) % {"count": len(lacking), "listed": listed}
        said.warning("A060", cells.table.place(None), why, _("Tjek, at filen er hel."))
    return len(lacking)


def duplicates(cells: Cells, keys: Ints, said: ImportLog) -> None:
    """An error for each cell whose unit, target and period stand in an earlier cell of the file."""
    if len(keys) < 2 or bool((np.diff(keys) > 0).all()):
        return
    order = np.argsort(keys, kind="stable")
    again = np.flatnonzero(np.diff(keys[order]) == 0)
    for at in again.tolist():
        _say_duplicate(cells, int(order[at]), int(order[at + 1]), said)


def _say_duplicate(cells: Cells, first: int, second: int, said: ImportLog) -> None:
    rows = [cells.place(at).row for at in (first, second)]
    parts = [part for part in PARTS if part in cells.texts]
    values = [tuple(cells.text(part, at) for part in parts) for at in (first, second)]
    place = cells.place(second, parts[0])
    if values[0] == values[1]:
        why = _("Række %(first)s og %(second)s er ens") % {"first": rows[0], "second": rows[1]}
        said.error("F060", place, why, _("Slet den ene."))
        return
    why = _(
        "Række %(first)s og %(second)s er om samme enhed, mål og periode, men siger »%(one)s« og »%(other)s«"
    )
    words = {
        "first": rows[0],
        "second": rows[1],
        "one": _shown(values[0]),
        "other": _shown(values[1]),
    }
    said.error("F061", place, why % words, _("Behold kun den rigtige."))


def _shown(values: tuple[str, ...]) -> str:
    return " / ".join(value for value in values if value)
