"""What a file will change, in words, before it counts. A hundred changes are enough to judge by."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
from django.utils.translation import gettext as _

from kpis.importing.ledger import Comparison, Facts
from kpis.lines import KpiFacts
from kpis.models import Period as PeriodRow
from lederside.imports.periods import Period
from lederside.imports.result import Change
from lederside.ui import numbers
from organisation.tree import OrganisationTree

SHOWN: Final = 100


def changes(
    facts: Facts, compared: Comparison, kpis: Sequence[KpiFacts], periods: Sequence[Period]
) -> list[Change]:
    """The first hundred things a file changes, those before that get another figure first."""
    sentences = _Sentences(facts, compared, kpis, periods)
    changed = np.flatnonzero(compared.is_changed)[:SHOWN].tolist()
    new = np.flatnonzero(compared.is_new)[: SHOWN - len(changed)].tolist()
    return [*(sentences.changed(at) for at in changed), *(sentences.new(at) for at in new)]


class _Sentences:
    def __init__(
        self,
        facts: Facts,
        compared: Comparison,
        kpis: Sequence[KpiFacts],
        periods: Sequence[Period],
    ) -> None:
        self.facts, self.compared = facts, compared
        self.kpis = {kpi.pk: kpi for kpi in kpis}
        self.periods = {PeriodRow.key(period): period for period in periods}
        self.trees = {key: OrganisationTree.on(p.ends_on) for key, p in self.periods.items()}

    def new(self, at: int) -> Change:
        return self._change(at, "new", _shown(self.facts.figures.value[at].as_py()))

    def changed(self, at: int) -> Change:
        old = self.compared.standing
        before = old["value"][int(self.compared.before[at])].as_py() if old else None
        after = self.facts.figures.value[at].as_py()
        words = {"before": _shown(before), "after": _shown(after)}
        text = _("%(before)s bliver til %(after)s") % words
        if _shown(before) == _shown(after):
            text = _("%(after)s, med anden tæller, nævner eller basis") % words
        return self._change(at, "changed", text)

    def _change(self, at: int, what: str, text: str) -> Change:
        key = int(self.facts.period[at])
        node = self.trees[key].node(int(self.facts.unit[at]))
        kpi = self.kpis[int(self.facts.kpi[at])]
        words = {
            "unit": node.name,
            "kpi": kpi.name,
            "period": self.periods[key].title,
            "text": text,
        }
        return Change(node.number, what, _("%(unit)s, %(kpi)s, %(period)s: %(text)s") % words)


def _shown(value: Any) -> str:
    if value is None:
        return _("intet tal")
    # What is the same number is written alike, however many zeros the files gave it.
    figure = Decimal(str(value))
    return numbers.number(figure, numbers.decimals_of(figure))
