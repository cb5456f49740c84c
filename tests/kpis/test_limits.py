from datetime import date
from decimal import Decimal

import pytest

from kpis import limits, rules
from kpis.forms import CopyYearForm, LimitsForm, TargetForm
from kpis.limits import Place
from kpis.models import LimitSet, Target
from kpis.status import Limits, Span
from lederside.audit.models import AuditEvent
from tests.kpis.figures import AT, decided

pytestmark = pytest.mark.django_db


def low(green, yellow):
    return Limits(Span(None, Decimal(green)), Span(None, Decimal(yellow)))


def high(green, yellow):
    return Limits(Span(Decimal(green), None), Span(Decimal(yellow), None))


def band(green, yellow):
    ends = [None if end is None else Decimal(end) for end in (*green, *yellow)]
    return Limits(Span(*ends[:2]), Span(*ends[2:]))


def test_a_target_is_written_beside_the_old_and_takes_over(lilleby):
    limits.set_target(Place("HR5", 2026), Decimal(14), decided=decided())
    limits.set_target(Place("HR5", 2026), Decimal(13), decided=decided(by=lilleby.anna))

    known = rules.current()

    assert Target.objects.count() == 2
    assert known.target_for(known.by_code["HR5"], "UNIT", "SCHOOL", 2026) == 13
    event = AuditEvent.objects.latest("pk")
    assert (event.kind, event.person, event.subject_name) == (
        "TARGET_SET",
        "Anna",
        "Sygefravær fra 2026",
    )
    assert event.details["value"] == "13"
    assert event.details["decided_by"] == "Økonomiudvalget"


def test_limits_for_one_kind_leave_the_others_alone():
    limits.set_limits(Place("HR1", 2027, "SCHOOL"), high(90, 70), decided=decided())

    known = rules.current()
    mus = known.by_code["HR1"]

    assert known.limits_for(mus, "UNIT", "SCHOOL", 2027) == high(90, 70)
    assert known.limits_for(mus, "UNIT", "SCHOOL", 2026) == high(95, 80)
    assert known.limits_for(mus, "UNIT", "DAYCARE", 2027) == high(95, 80)
    assert AuditEvent.objects.get().details["green_low"] == "90"


def test_a_sum_of_apv_has_limits_of_its_own():
    limits.set_limits(Place("HR4", 2027, level="ABOVE"), high(98, 90), decided=decided())

    known = rules.current()

    assert known.limits_for(known.by_code["HR4"], "ABOVE", "AREA", 2027) == high(98, 90)
    assert known.limits_for(known.by_code["HR4"], "UNIT", "SCHOOL", 2027) == low(30, 36)


@pytest.mark.parametrize(
    ("code", "spans", "sentence"),
    [
        ("HR1", high(80, 95), "Gul skal begynde under eller ved grøn."),
        ("HR1", low(80, 95), "Højt er godt her. Skriv, hvor grøn og gul begynder."),
        ("HR1", high(101, 80), "Tallet skal være mellem 0 og 100 (%)."),
        ("HR5", low(15, 12), "Gul skal slutte over eller ved grøn."),
        ("HR5", high(15, 12), "Lavt er godt her. Skriv, hvor grøn og gul slutter."),
        ("OEK1", band((1, -4), (None, 4)), "Grøn skal begynde, før den slutter."),
        ("OEK1", band((None, 1), (None, 4)), "Skriv, hvor grøn både begynder og slutter."),
        ("OEK1", band((-4, 1), (None, 0)), "Gul skal slutte over eller ved grøn."),
        ("OEK1", band((-4, 1), (-3, 4)), "Gul skal begynde under eller ved grøn."),
    ],
)
def test_limits_that_make_no_sense_are_refused_in_words(code, spans, sentence):
    with pytest.raises(limits.NotPossible, match=r"\.$") as refused:
        limits.set_limits(Place(code, 2027), spans, decided=decided())

    assert str(refused.value) == sentence
    assert LimitSet.objects.filter(year=2027).count() == 0


def test_the_proposed_limits_pass_their_own_check():
    known = rules.current()

    for one in known.limits.all:
        kpi = known.by_pk[one.kpi]
        limits.check_limits(one.what, kpi.above if one.level == "ABOVE" else kpi.at_unit)


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (Place("HR7", 2026), "8", "Tallet skal være mellem 1 og 7 (på en skala fra 1 til 7)."),
        (Place("HR7", 2026), "NaN", "Tallet skal være mellem 1 og 7 (på en skala fra 1 til 7)."),
        (Place("HR9", 2026), "5", "Vælg et af de tolv mål."),
        (Place("HR7", 1999), "5", "Året skal være mellem 2000 og 2100."),
        (Place("HR7", 2026, "SKOLE"), "5", "Vælg en type enhed, eller lad det gælde alle."),
        (Place("HR7", 2026, level="ABOVE"), "5", "Arbejdsglæde regnes ens på alle niveauer."),
    ],
)
def test_a_target_that_cannot_hold_is_refused_in_words(place, value, sentence):
    with pytest.raises(limits.NotPossible, match=r"\.$") as refused:
        limits.set_target(place, Decimal(value), decided=decided())

    assert str(refused.value) == sentence
    assert AuditEvent.objects.count() == 0


def test_somebody_must_have_decided():
    nobody = limits.Decided(" ", date(2026, 1, 1), None, AT)

    with pytest.raises(limits.NotPossible, match="Skriv, hvem der har besluttet det"):
        limits.set_target(Place("HR5", 2026), Decimal(12), decided=nobody)


def test_copying_a_year_decides_anew_and_leaves_what_is_already_decided():
    limits.set_target(Place("HR5", 2026), Decimal(12), decided=decided())
    limits.set_target(Place("HR5", 2026, "SCHOOL"), Decimal(10), decided=decided())
    limits.set_target(Place("HR5", 2027, "SCHOOL"), Decimal(9), decided=decided())

    limits.copy_year(2026, 2027, decided=decided())
    known = rules.current()
    hr5 = known.by_code["HR5"]

    assert known.target_for(hr5, "UNIT", "SCHOOL", 2027) == 9
    assert [one.what for one in known.targets.all if one.year == 2027] == [9, 12]
    assert len([one for one in known.limits.all if one.year == 2027]) == 16
    assert limits.copy_year(2026, 2027, decided=decided()) == 0


def test_a_year_is_copied_forwards_only():
    with pytest.raises(limits.NotPossible, match=r"Vælg et år efter 2026\."):
        limits.copy_year(2026, 2026, decided=decided())


def sent(**fields):
    return {
        "year": "2027",
        "kind": "",
        "decided_by": "Økonomiudvalget",
        "decided_on": "03-11-2026",
    } | fields


def test_the_form_takes_a_decimal_comma():
    form = TargetForm(sent(value="13,5"), kpi=rules.current().by_code["HR5"])

    assert form.is_valid(), form.errors
    assert form.save(by=None, at=AT).value == Decimal("13.5")


@pytest.mark.parametrize("text", ["mange", "-", "1,2,3"])
def test_the_form_says_what_is_not_a_number(text):
    form = TargetForm(sent(value=text), kpi=rules.current().by_code["HR5"])

    assert not form.is_valid()
    assert list(form.errors) == ["value"]


def test_the_limits_form_asks_only_for_the_ends_of_its_direction():
    known = rules.current().by_code
    ends = {
        code: [name for name in LimitsForm(kpi=known[code]).fields if "_" in name][:-2]
        for code in ("HR1", "HR5", "OEK1")
    }

    assert ends == {
        "HR1": ["green_low", "yellow_low"],
        "HR5": ["green_high", "yellow_high"],
        "OEK1": ["green_low", "green_high", "yellow_low", "yellow_high"],
    }


def test_the_limits_form_says_when_the_two_make_no_sense():
    wrong = LimitsForm(sent(green_high="15", yellow_high="12"), kpi=rules.current().by_code["HR5"])

    assert wrong.errors == {"__all__": ["Gul skal slutte over eller ved grøn."]}


def test_the_limits_form_saves_both_spans():
    form = LimitsForm(
        sent(green_low="-4", green_high="1", yellow_low="", yellow_high="4,5", kind="SCHOOL"),
        kpi=rules.current().by_code["OEK1"],
    )

    assert form.is_valid(), form.errors
    saved = form.save(by=None, at=AT)
    assert (saved.green_low, saved.green_high, saved.yellow_low) == (-4, 1, None)
    assert (saved.yellow_high, saved.kind_id) == (Decimal("4.5"), "SCHOOL")


def test_a_year_is_copied_from_the_form():
    fields = {"year_from": "2026", "year_to": "2027", "decided_by": "ØU", "decided_on": "1.1.2027"}
    form = CopyYearForm(fields)

    assert form.is_valid(), form.errors
    assert form.save(by=None, at=AT) == 16
    assert limits.copied_text(16, 2026, 2027) == (
        "16 beslutninger fra 2026 gælder nu også for 2027."
    )
