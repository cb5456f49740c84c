from django import forms
from pytest_django.asserts import assertInHTML


class Person(forms.Form):
    name = forms.CharField(label="Navn", help_text="Som på kontrakten")
    note = forms.CharField(label="Note", required=False)
    sure = forms.BooleanField(label="Jeg har læst det")
    role = forms.ChoiceField(
        label="Rolle", choices=[("A", "Leder"), ("B", "Chef")], widget=forms.RadioSelect
    )


def test_a_field_has_a_label_a_hint_and_a_box_that_points_at_it():
    shown = str(Person())

    assertInHTML('<label class="form-label" for="id_name">Navn</label>', shown)
    assertInHTML('<span class="form-hint" id="id_name_helptext">Som på kontrakten</span>', shown)
    assert 'aria-describedby="id_name_helptext"' in shown


def test_what_may_be_left_out_is_marked():
    assert str(Person()).count("frivilligt") == 1


def test_choices_are_a_group_with_a_name():
    assert "<legend" in str(Person())


def test_a_form_with_errors_begins_with_where_they_are():
    shown = str(Person({"role": "A"}))

    assert shown.index('class="error-summary"') < shown.index('class="form-group')
    assert "Der er 2 fejl" in shown
    assertInHTML('<a href="#id_name">Navn: Dette felt er påkrævet.</a>', shown)


def test_an_error_stands_at_its_field_and_is_read_with_it():
    shown = str(Person({"role": "A", "sure": "on"}))

    assert "Der er en fejl" in shown
    assert 'id="id_name_error"' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in str(Person())
    assert "error-summary" not in str(
        Person({"role": "A", "sure": "on", "name": "Mette", "note": ""})
    )


def test_what_a_person_wrote_is_escaped_in_a_form():
    assert "<b>" not in str(Person({"name": "<b>"}))
