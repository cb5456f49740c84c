from lederside.imports.log import SHOWN, Finding, ImportLog, Place, Severity, visible

PLACE = Place(row=17, column="Sygefravær", letter="C")


def finding(value: str | None = "1.234") -> Finding:
    why = "kan læses på to måder (1234 eller 1,234)"
    return Finding(Severity.ERROR, "F021", PLACE, value, why, "Skriv fx 1234 eller 1,2.")


def test_a_finding_says_where_what_why_and_how() -> None:
    assert finding().sentence() == (
        "Række 17, kolonne C »Sygefravær«: »1.234« kan læses på to måder (1234 eller 1,234). "
        "Skriv fx 1234 eller 1,2."
    )


def test_a_sheet_is_named_first() -> None:
    assert Place("Tal", 3).words() == "Ark »Tal«, række 3"


def test_a_finding_about_the_whole_file_has_no_place() -> None:
    empty = Finding(Severity.ERROR, "F100", Place(), None, "Filen er tom", "Vælg filen igen.")

    assert empty.sentence() == "Filen er tom. Vælg filen igen."


def test_a_long_value_is_cut_at_forty_characters() -> None:
    assert visible("x" * 41) == "x" * 39 + "…"
    assert visible("x" * 40) == "x" * 40


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert visible("a\0b\u202ec\u200bd\ne") == r"a\u0000b\u202ec\u200bd\u000ae"


def test_a_log_counts_all_and_shows_a_thousand() -> None:
    found = ImportLog()

    for _ in range(SHOWN + 5):
        found.warning("A080", PLACE, "Springer meget")

    assert (found.warnings, found.errors, len(found), len(found.as_dicts())) == (
        1005,
        0,
        1005,
        SHOWN,
    )
    assert found.sentences()[-1] == "… og 5 flere"


def test_one_left_unsaid_is_one_more() -> None:
    found = ImportLog()

    for _ in range(SHOWN + 1):
        found.warning("A080", PLACE, "Springer meget")

    assert found.sentences()[-1] == "… og 1 til"


def test_an_error_is_never_crowded_out_by_warnings() -> None:
    found = ImportLog()
    for _ in range(SHOWN):
        found.warning("A080", PLACE, "Springer meget")

    found.add(finding())

    assert list(found)[-1] == finding()
    assert len(found.findings) == SHOWN


def test_a_finding_as_plain_values() -> None:
    assert finding().as_dict() == {
        "severity": "ERROR",
        "code": "F021",
        "sheet": None,
        "row": 17,
        "column": "Sygefravær",
        "letter": "C",
        "value": "1.234",
        "sentence": finding().sentence(),
    }
