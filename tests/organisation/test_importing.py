import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from lederside.accounts.models import User
from lederside.audit.models import AuditEvent
from lederside.imports.models import ImportRun
from lederside.imports.reading import Unreadable
from lederside.imports.result import ImportResult
from organisation import importing
from organisation.models import Assignment, Placement, Unit, UnitKind, UnitName
from organisation.tree import OrganisationTree
from tests.plugins.counts import count

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
TABLES = (Unit, UnitName, Placement, Assignment, User, UnitKind, ImportRun, AuditEvent)

pytestmark = pytest.mark.django_db


def take(text: str | bytes, *, on: date = TODAY, trial: bool = False, **more) -> ImportResult:
    data = text if isinstance(text, bytes) else text.strip().encode()
    options = importing.Options(from_day=on, **more)
    return importing.import_units(
        data, name="enheder.csv", options=options, trial=trial, by=None, at=NOW
    )


def stored() -> list[list[tuple]]:
    """Every row of every table that an import may touch."""
    return [sorted(table.objects.values_list(), key=str) for table in TABLES]


def codes(result: ImportResult) -> list[str]:
    return sorted(finding.code for finding in result.findings)


def node(number: str, on: date = TODAY):
    return OrganisationTree.on(on).by_number(number)


def chain(number: str, on: date = TODAY) -> list[str]:
    tree = OrganisationTree.on(on)
    return [above.number for above in tree.above(tree.by_number(number).pk)]


def leaders(number: str, on: date) -> list[str]:
    held = Assignment.objects.on(on).filter(unit__number=number, role="LEADER")
    return sorted(held.values_list("person__email", flat=True))


def sentence(result: ImportResult, code: str) -> str:
    return next(finding.sentence() for finding in result.findings if finding.code == code)


# --- New units ------------------------------------------------------------------------------


def test_number_and_name_are_enough():
    result = take("number;name\n101;Bakkeskolen\n102;Åskolen")

    assert (result.counts.rows, result.counts.new, result.exit_code) == (2, 2, 0)
    assert (node("101").name, node("101").kind_name) == ("Bakkeskolen", "Enhed")


def test_a_unit_without_a_date_has_always_been_whatever_the_day_of_the_changes():
    take("number;name\n101;Bakkeskolen", on=date(2027, 1, 1))

    assert node("101", date(1950, 1, 1)).name == "Bakkeskolen"


@pytest.mark.parametrize(
    ("on", "there"),
    [
        (date(2026, 7, 31), False),
        (date(2026, 8, 1), True),
        (date(2027, 7, 31), True),
        (date(2027, 8, 1), False),
    ],
)
def test_in_a_file_the_second_date_is_the_last_day(on, there):
    take("nummer;navn;gyldig fra;gyldig til\n101;Bakkeskolen;1. august 2026;31-07-2027")

    assert (node("101", on) is not None) == there


def test_a_unit_may_live_for_one_day_and_until_the_end_of_time():
    result = take("nummer;navn;fra;til\n1;A;01-08-2026;01-08-2026\n2;B;01-08-2026;9999-12-31")

    assert result.counts.errors == 0
    assert list(Unit.objects.order_by("number").values_list("valid_to", flat=True)) == [
        date(2026, 8, 2),
        None,
    ]


def test_an_area_that_is_not_known_is_proposed_and_then_made():
    text = "nummer;navn;type;områdenummer;område\n101;Bakken;Skole;A1;Nord\n102;Åen;Skole;A1;Nord"

    trial = take(text, trial=True)
    assert Unit.objects.count() == 0
    take(text)

    assert sentence(trial, "A126") == "Området A1 Nord bliver oprettet."
    assert (node("A1").name, node("A1").kind, chain("102")) == ("Nord", "AREA", ["A1"])


def test_an_area_can_be_known_by_its_name_alone():
    take("nummer;navn;område\n101;Bakken;Nord")

    result = take("nummer;navn;område\n102;Åen;NORD\n101;Bakken;Nord")

    assert (chain("102"), Unit.objects.count()) == (chain("101"), 3)
    assert (result.counts.new, result.counts.unchanged, result.counts.absent) == (1, 1, 0)


def test_an_area_may_itself_be_a_row_further_down():
    take("nummer;navn;type;område\n101;Bakken;Skole;Nord\nA1;Nord;Område;")

    assert (chain("101"), Unit.objects.count()) == (["A1"], 2)


def test_a_parent_may_stand_anywhere_in_the_file():
    take("nummer;navn;overordnet\n3;C;2\n1;A;\n2;B;1")

    assert chain("3") == ["2", "1"]


def test_a_new_unit_hangs_under_the_single_top(lilleby):
    take("nummer;navn\n103;Cedervangskolen")

    assert chain("103") == ["U1"]


def test_a_new_unit_hangs_at_the_top_when_there_are_several():
    take("nummer;navn;type\n1;A;Område\n2;B;Område")

    take("nummer;navn\n3;C")

    assert chain("3") == []


def test_a_new_top_can_be_put_above_the_old_one():
    take("nummer;navn;type\nD1;Direktionen;Direktion")

    result = take("nummer;navn;type;overordnet\nU1;Udvalget;Udvalg;\nD1;Direktionen;;U1")

    assert (result.exit_code, chain("D1")) == (0, ["U1"])


def test_a_kind_that_is_not_known_is_proposed_and_made_once():
    text = "nummer;navn;type\n1;A;Særlig skole\n2;B;særlig skole\n3;C;skole"

    result = take(text)

    assert sentence(result, "A125").endswith(
        "»Særlig skole« er en ny enhedstype, som bliver oprettet."
    )
    assert [node(number).kind for number in "123"] == ["SAERLIG_SKOLE", "SAERLIG_SKOLE", "SCHOOL"]


# --- Known units ----------------------------------------------------------------------------


def test_a_new_name_and_place_hold_from_the_day_and_the_past_stays(lilleby):
    result = take("nummer;navn;overordnet\n101;Ny Bakkeskole;A2")

    assert (result.counts.changed, result.counts.absent) == (1, 6)
    assert (node("101", YESTERDAY).name, chain("101", YESTERDAY)[0]) == ("Bakkeskolen", "A1")
    assert (node("101").name, chain("101")[0]) == ("Ny Bakkeskole", "A2")


def test_a_unit_that_says_nothing_of_its_place_keeps_it(lilleby):
    take("nummer;navn\n101;Ny Bakkeskole")

    assert chain("101") == ["A1", "D1", "U1"]


def test_the_units_that_the_file_lacks_are_counted_and_never_closed(lilleby):
    result = take("nummer;navn\n101;Bakkeskolen")

    assert (result.counts.absent, result.counts.unchanged, result.exit_code) == (7, 1, 0)
    assert sentence(result, "A130").endswith("De bliver ikke lukket.")
    assert Unit.objects.filter(valid_to__isnull=True).count() == 8


def test_a_last_day_closes_a_known_unit_after_that_day(lilleby):
    take("nummer;navn;gyldig til\n101;Bakkeskolen;22-11-2026")

    assert node("101") is not None
    assert node("101", TODAY + timedelta(days=1)) is None


def test_closing_what_others_lie_under_is_warned_about(lilleby):
    result = take("nummer;navn;gyldig til\nA1;Område Skoler;31-12-2026")

    assert codes(result) == ["A124", "A124", "A130"]


def test_moving_under_a_closed_unit_is_refused(lilleby):
    Unit.objects.filter(number="A2").update(valid_to=YESTERDAY)

    result = take("nummer;navn;overordnet\n101;Bakkeskolen;A2")

    assert codes(result) == ["A130", "F124"]


def test_a_closed_unit_does_not_get_another_name(lilleby):
    Unit.objects.filter(number="101").update(valid_to=YESTERDAY)

    result = take("nummer;navn\n101;Ny Bakkeskole")

    assert (result.counts.unchanged, codes(result)) == (1, ["A100", "A130", "A133"])


def test_a_file_that_corrects_another_of_the_same_day_leaves_no_empty_period(lilleby):
    take("nummer;navn\n101;Forkert")

    take("nummer;navn\n101;Rigtigt")

    assert (node("101").name, node("101", YESTERDAY).name) == ("Rigtigt", "Bakkeskolen")


# --- Leaders --------------------------------------------------------------------------------


def test_a_new_leader_follows_the_former_from_the_day(lilleby):
    result = take("nummer;navn;leder;e-mail\n101;Bakkeskolen;Nina Ny;Nina@lilleby.example")

    assert leaders("101", YESTERDAY) == ["sanne@lilleby.example"]
    assert leaders("101", TODAY) == ["nina@lilleby.example"]
    nina = User.objects.get(email="nina@lilleby.example")
    assert (nina.name, nina.has_usable_password(), nina.invited_at) == ("Nina Ny", False, None)
    assert [change.sentence for change in result.changes] == [
        "Nina Ny (nina@lilleby.example) leder 101 Bakkeskolen fra den 22. november 2026. Sanne stopper."
    ]


def test_a_leader_who_is_known_is_found_whatever_the_capitals(lilleby):
    take("nummer;navn;e-mail\n101;Bakkeskolen;ERIK@lilleby.example")

    assert leaders("101", TODAY) == ["erik@lilleby.example"]
    assert User.objects.filter(email__iexact="erik@lilleby.example").count() == 1


def test_the_same_leader_as_now_is_no_change(lilleby):
    result = take("nummer;navn;leder;e-mail\n101;Bakkeskolen;Sanne;sanne@lilleby.example")

    assert (result.counts.unchanged, Assignment.objects.filter(unit__number="101").count()) == (
        1,
        3,
    )


def test_one_person_may_lead_two_units():
    take("nummer;navn;leder;e-mail\n1;A;Bo;bo@x.dk\n2;B;Bo;bo@x.dk")

    assert (leaders("1", TODAY), leaders("2", TODAY)) == (["bo@x.dk"], ["bo@x.dk"])
    assert User.objects.count() == 1


def test_the_leader_of_a_new_unit_does_not_answer_for_the_past():
    take("nummer;navn;e-mail\n1;A;bo@x.dk")

    assert (leaders("1", YESTERDAY), leaders("1", TODAY)) == ([], ["bo@x.dk"])


def test_a_leader_without_an_email_is_shown_and_gets_no_access():
    result = take("nummer;navn;leder\n1;A;Bo Bang")

    assert (User.objects.count(), result.counts.warnings, result.exit_code) == (0, 1, 0)
    assert sentence(result, "A131") == (
        "Række 2, kolonne C »leder«: »Bo Bang« er leder uden e-mail og får derfor ikke adgang. "
        "Tilføj lederens e-mail."
    )


def test_two_names_for_one_email_are_asked_about():
    result = take(
        "nummer;navn;type;leder;e-mail\n1;A;Skole;Bo Bang;bo@x.dk\n2;B;Skole;Bo Bank;bo@x.dk"
    )

    assert codes(result) == ["A134"]


# --- What is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nummer;navn\n1;A\n1;A", "F060"),
        ("nummer;navn\n1;A\n1;B", "F061"),
        ("nummer;navn\n;A\n2;B", "F127"),
        ("nummer;navn\n1;\n2;B", "F127"),
        ("nummer;navn;overordnet\n1;A;9", "F122"),
        ("nummer;navn;overordnet\n1;A;1", "F121"),
        ("nummer;navn;overordnet\n1;A;2\n2;B;1", "F120"),
        ("nummer;navn;fra;til\n1;A;02-08-2026;01-08-2026", "F123"),
        ("nummer;navn;fra\n1;A;31-02-2026", "F027"),
        ("nummer;navn;fra\n1;A;9999-12-31", "F027"),
        ("nummer;navn;e-mail\n1;A;bo", "F132"),
        (f"nummer;navn\n1;{'x' * 201}", "F033"),
        (f"nummer;navn\n{'1' * 41};A", "F033"),
        ("nummer;navn\n5,79801E+12;A", "F020"),
        ("nummer;navn\n1;010190-1234", "F080"),
        ("nummer;bemærkning\n1;A", "F017"),
        ("nummer;navn;enhed\n1;A;B", "F016"),
    ],
)
def test_a_file_with_an_error_is_refused_whole(text, found):
    before = stored()

    result = take(text)

    assert found in codes(result)
    assert (result.exit_code, result.run, stored()) == (1, None, before)
    assert (result.counts.new, result.counts.refused) == (0, result.counts.rows)


def test_a_circle_is_told_with_both_rows():
    result = take("nummer;navn;overordnet\n1;A;2\n2;B;1")

    assert sentence(result, "F120") == (
        "Række 2, kolonne C »overordnet«: Enhederne ville ligge under sig selv: "
        "1 A (række 2) under 2 B (række 3) under 1 A (række 2). Ret »overordnet« i en af rækkerne."
    )


def test_two_circles_are_both_told():
    result = take("nummer;navn;type;overordnet\n1;A;Skole;2\n2;B;Skole;1\n3;C;Skole;4\n4;D;Skole;3")

    assert codes(result) == ["F120", "F120"]


def test_a_row_twice_is_told_with_both_rows():
    result = take("nummer;navn\n7;A\n8;B\n7;A")

    assert sentence(result, "F060") == (
        "Række 4, kolonne A »nummer«: »7« står i både række 2 og række 4. Slet den ene række."
    )


def test_a_circle_with_what_is_known_is_refused(lilleby):
    result = take("nummer;navn;overordnet\nD1;Direktionen;101")

    assert (codes(result), result.exit_code) == (["A130", "F120"], 1)


def test_a_p_number_is_not_taken_for_a_cpr_number():
    result = take("nummer;navn;p-nummer\n0101901234;Bakkeskolen;0101901234")

    assert result.exit_code == 0


def test_a_file_that_is_no_table_cannot_be_read():
    with pytest.raises(Unreadable):
        take(b"%PDF-1.7 ...")


# --- Numbers and columns --------------------------------------------------------------------


@pytest.mark.parametrize("written", ["4711", "4711.0", "4711,0", "4,711E3", "4.711E+03"])
def test_a_number_is_known_again_after_a_spreadsheet(written):
    take("nummer;navn\n4711;Ålholm")

    result = take(f"nummer;navn\n{written};Ålholm")

    assert (result.counts.unchanged, result.counts.warnings) == (1, 0)


def test_leading_zeros_that_are_lost_are_found_again_and_told():
    take("nummer;navn\n0471;Ålholm")

    result = take("nummer;navn\n471;Ålholm")

    assert (result.counts.unchanged, codes(result)) == (1, ["A051", "A100"])


def test_leading_zeros_that_may_be_of_two_units_are_asked_about():
    take("nummer;navn\n0471;Ålholm\n00471;Bakken")

    assert codes(take("nummer;navn\n471;Ålholm")) == ["A130", "F050"]


def test_a_column_that_is_not_used_is_listed():
    result = take("nummer;navn;farve\n1;A;rød")

    assert sentence(result, "A012") == "Række 1, kolonne C »farve«: Kolonnen bruges ikke."


def test_a_column_can_be_pointed_out():
    take("Id;Hvad;Nummer\n101;Bakken;9", maps={"number": "ID", "name": " hvad "})

    assert node("101").name == "Bakken"


def test_a_column_that_is_pointed_out_and_not_there_is_told():
    result = take("Id;Navn\n101;Bakken", maps={"number": "Nr"})

    assert sentence(result, "F015") == (
        "Række 1: »Nr« er ikke en kolonne i filen. Filens kolonner er: »Id«, »Navn«."
    )


def test_sums_are_left_out_and_told():
    result = take("nummer;navn\n1;A\n;I alt\nHovedtotal;")

    assert (result.counts.rows, result.counts.new, result.counts.left_out) == (3, 1, 2)


def test_a_spreadsheet_is_read_as_text_files_are():
    book = openpyxl.Workbook()
    book.active.append(["Nummer", "Navn", "Gyldig fra", "Gyldig til"])
    book.active.append([4711, "Ålholm", datetime(2026, 8, 1), datetime(2026, 12, 31)])  # noqa: DTZ001
    file = io.BytesIO()
    book.save(file)

    take(file.getvalue())

    assert list(Unit.objects.values_list("number", "valid_from", "valid_to")) == [
        ("4711", date(2026, 8, 1), date(2027, 1, 1))
    ]


# --- The whole line -------------------------------------------------------------------------


def test_a_taken_file_is_a_run_with_one_event(lilleby):
    result = take("nummer;navn\n103;Cedervangskolen")

    run = ImportRun.objects.get()
    assert (result.run, run.file_name, run.counts) == (
        run.pk,
        "enheder.csv",
        result.counts.as_dict(),
    )
    assert list(AuditEvent.objects.values_list("kind", flat=True)) == ["UNITS_IMPORTED"]


def test_the_same_file_again_changes_nothing_and_is_the_earlier_run():
    text = "nummer;navn;type;område;leder;e-mail\n1;A;Ny slags;Nord;Bo;bo@x.dk\n2;B;;;Ib;"
    first = take(text)
    before = stored()

    again = take(text, on=TODAY + timedelta(days=40))

    assert (again.exit_code, again.run, stored()) == (0, first.run, before)
    assert (again.counts.rows, again.counts.unchanged) == (2, 2)


def test_the_same_content_in_other_bytes_is_the_earlier_run_too():
    first = take("nummer;navn\n1;A\n2;B")

    again = take("Enhedsnr.,Enhedsnavn\r\n2,B\r\n1,A")

    assert (again.run, again.counts.unchanged, ImportRun.objects.count()) == (first.run, 2, 1)


def test_an_older_file_after_a_newer_one_is_a_change_again():
    take("nummer;navn\n1;A")
    take("nummer;navn\n1;B", on=TODAY + timedelta(days=1))

    result = take("nummer;navn\n1;A", on=TODAY + timedelta(days=2))

    assert (result.counts.changed, ImportRun.objects.count()) == (1, 3)


NUMBERS = st.sampled_from(["101", "102", "A1", "A2", "D1", "0301", "302", "303.0", "304"])
GOOD = st.tuples(
    NUMBERS,
    st.sampled_from(["Bakkeskolen", "Ærtebo", "Område Skoler"]),
    st.sampled_from(["", "Skole", "Område", "Ny slags"]),
    st.sampled_from(["", "Nord", "Område Skoler"]),
    st.sampled_from(["", "", "A1", "A2", "D1", "304"]),
    st.sampled_from(["", "Bo"]),
    st.sampled_from(["", "bo@x.dk", "ib@x.dk", "erik@lilleby.example"]),
    st.sampled_from(["", "01-08-2026", "2027-01-01"]),
    st.sampled_from(["", "31-12-2027", "9999-12-31", "2027-01-01"]),
)
BAD = st.tuples(
    st.sampled_from(["", "101", "301", "I alt"]),
    st.sampled_from(["", "Åskolen"]),
    st.just(""),
    st.just(""),
    st.sampled_from(["", "999", "101"]),
    st.just(""),
    st.sampled_from(["", "nej"]),
    st.sampled_from(["", "aldrig"]),
    st.sampled_from(["", "01-01-2020"]),
)
DAMAGE = st.one_of(st.just([]), st.just([]), st.just([]), st.lists(BAD, max_size=2))
ROWS = st.builds(
    lambda good, bad: good + bad,
    st.lists(GOOD, max_size=6, unique_by=lambda row: row[0]),
    DAMAGE,
)
HEADER = "nummer;navn;type;område;overordnet;leder;e-mail;fra;til"


@pytest.fixture
def rolled_back(lilleby) -> Callable[[], object]:
    class RolledBack:
        def __enter__(self):
            self.point = transaction.savepoint()

        def __exit__(self, *args):
            transaction.savepoint_rollback(self.point)

    return RolledBack


@settings(max_examples=count(60, 1500))
@given(rows=ROWS)
def test_every_file_is_counted_whole_and_a_trial_says_what_the_real_thing_does(rolled_back, rows):
    text = "\n".join([HEADER, *(";".join(row) for row in rows)])
    with rolled_back():
        before = stored()

        trial = take(text, trial=True)
        after_trial = stored()
        real = take(text)
        after_real = stored()
        again = take(text)

        c = real.counts
        assert c.rows == c.new + c.changed + c.unchanged + c.missing + c.left_out + c.refused
        assert c.rows == sum(any(row) for row in rows)
        assert after_trial == before
        assert trial.counts == real.counts
        assert trial.changes == real.changes
        assert [f.as_dict() for f in trial.findings] == [f.as_dict() for f in real.findings]
        assert (after_real == before) == (real.exit_code == 1 or not real.changes)
        if real.exit_code == 0:
            assert (again.counts.unchanged, again.changes) == (c.new + c.changed + c.unchanged, [])
            assert stored() == after_real


def big(rows: int, *, shift: int = 0) -> str:
    """A file with so many units in forty areas, each with a leader."""
    lines = ["number;name;kind;area_number;area_name;leader_name;leader_email;valid_to"]
    lines += [
        f"{1000 + n};Enhed {n + shift};Skole;B{(n + shift) % 40};Område {(n + shift) % 40};"
        f"Leder {n + shift};leder{n + shift}@x.dk;{'31-12-2030' if shift else ''}"
        for n in range(rows)
    ]
    return "\n".join(lines)


def queries(text: str, on: date = TODAY) -> int:
    with CaptureQueriesContext(connection) as asked:
        take(text, on=on)
    return len(asked)


def test_two_thousand_new_units_take_as_many_queries_as_forty(lilleby):
    assert (queries(big(40)), queries(big(2040))) == (17, 17)


def test_two_thousand_changes_take_as_many_queries_as_forty(lilleby):
    take(big(2000))

    few = queries(big(40, shift=5001), on=TODAY + timedelta(days=1))
    many = queries(big(2000, shift=9002), on=TODAY + timedelta(days=2))

    assert (few, many) == (20, 20)
