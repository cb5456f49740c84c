"""What an administrator fills in. What is written is kept when something in it is wrong."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lederside.administration.fields import FormWithUnits, UnitField
from lederside.audit.models import AuditEvent
from lederside.municipality.editing import NewLogo
from lederside.municipality.models import Municipality
from lederside.ui.fields import DayField, day_after
from organisation.models import WITHOUT_UNIT, Assignment, UnitKind

MOST_REVIEW_DAYS: Final = 60


class UnitForm(FormWithUnits):
    """A new unit."""

    number = forms.CharField(
        label=gettext_lazy("Nummer"),
        max_length=40,
        help_text=gettext_lazy("Nummeret fra jeres organisationssystem. Det ændres aldrig."),
    )
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    kind = forms.ModelChoiceField(
        label=gettext_lazy("Type"), queryset=UnitKind.objects.all(), empty_label=None
    )
    parent = UnitField(label=gettext_lazy("Hører under"), required=False)
    is_self_governing = forms.BooleanField(label=gettext_lazy("Selvejende"), required=False)
    on = DayField(label=gettext_lazy("Åbner den"))


class NameForm(forms.Form):
    """A unit's new name."""

    name = forms.CharField(label=gettext_lazy("Nyt navn"), max_length=200)
    on = DayField(label=gettext_lazy("Gælder fra"))


class MoveForm(FormWithUnits):
    """Where a unit hangs from a day."""

    parent = UnitField(
        label=gettext_lazy("Hører fremover under"),
        required=False,
        help_text=gettext_lazy("Skriv nummer eller navn. Tomt: øverst i organisationen."),
    )
    on = DayField(label=gettext_lazy("Gælder fra"))


class CloseForm(FormWithUnits):
    """The last day of a unit, and who takes over."""

    last_day = DayField(label=gettext_lazy("Sidste dag"))
    successor = UnitField(
        label=gettext_lazy("Efterfølger"),
        required=False,
        help_text=gettext_lazy("Den enhed, der tager over. Skriv nummer eller navn."),
    )

    @property
    def closes_on(self) -> date:
        """The first day without the unit."""
        return day_after(self.cleaned_data["last_day"])


class InviteForm(forms.Form):
    """Somebody who may log in."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("Personen får et brev med et link og vælger selv adgangskode."),
    )


class RoleForm(FormWithUnits):
    """A role, where and when."""

    role = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=Assignment.Role.choices)
    unit = UnitField(
        label=gettext_lazy("Enhed"),
        required=False,
        help_text=gettext_lazy(
            "Skriv nummer eller navn. Dataejer og administrator gælder hele kommunen."
        ),
    )
    begins = DayField(label=gettext_lazy("Fra"))
    last_day = DayField(label=gettext_lazy("Til og med"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begins, last_day = given.get("begins"), given.get("last_day")
        if begins and last_day and last_day < begins:
            self.add_error("last_day", _("Den sidste dag skal være efter den første."))
        whole = given.get("role") in WITHOUT_UNIT
        if "unit" in given and given["unit"] is None and not whole:
            self.add_error("unit", _("Vælg den enhed, rollen gælder."))
        if given.get("unit") and whole:
            # Held at a unit it would end, also for the last administrator, when the unit closes.
            self.add_error("unit", _("Rollen gælder hele kommunen. Lad feltet være tomt."))
        return given

    @property
    def ends(self) -> date | None:
        """The first day without the role; None when nobody knows yet."""
        last_day = self.cleaned_data["last_day"]
        return day_after(last_day) if last_day else None


class EndRoleForm(forms.Form):
    """The last day of a role."""

    last_day = DayField(label=gettext_lazy("Sidste dag"))

    @property
    def ends(self) -> date:
        return day_after(self.cleaned_data["last_day"])


class MunicipalityForm(forms.ModelForm):  # type: ignore[type-arg]
    """The municipality's own name, look and settings."""

    logo = forms.FileField(
        label=gettext_lazy("Nyt logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG eller SVG, højst 200 kB."),
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg"}),
    )
    accessibility_url = forms.URLField(
        label=gettext_lazy("Tilgængelighedserklæring"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("Adressen på jeres tilgængelighedserklæring."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Brug intet logo"), required=False)

    class Meta:
        model = Municipality
        fields = (
            "name",
            "department",
            "contact",
            "accessibility_url",
            "primary_colour",
            "review_days",
        )
        help_texts = {
            "contact": gettext_lazy("Står nederst på alle sider, fx »HR, 12 34 56 78«."),
            "primary_colour": gettext_lazy(
                "Skriv fx #123A5A. Farven skal kunne læses på hvid (7:1) "
                "og må ikke ligne rød, gul eller grøn. Tomt: den blå, der følger med."
            ),
            "review_days": gettext_lazy(
                "Så mange dage ser kun lederen og den nærmeste leder nye tal. 0: alle ser dem straks."
            ),
        }

    def clean_review_days(self) -> int:
        days = int(self.cleaned_data["review_days"])
        if days > MOST_REVIEW_DAYS:
            raise ValidationError(_("Skriv højst %s dage.") % MOST_REVIEW_DAYS)
        return days

    @property
    def new_logo(self) -> NewLogo | None:
        """The logo to use from now on; None keeps the one there is."""
        if self.cleaned_data["without_logo"]:
            return NewLogo(None)
        sent = self.cleaned_data["logo"]
        return NewLogo(sent.read()) if sent else None

    @property
    def fields_only(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class KindForm(forms.Form):
    """The words for one kind of unit."""

    name = forms.CharField(label=gettext_lazy("Én hedder"), max_length=60)
    plural = forms.CharField(label=gettext_lazy("Flere hedder"), max_length=60)
    leader_title = forms.CharField(
        label=gettext_lazy("Lederen hedder"),
        max_length=60,
        help_text=gettext_lazy("Med lille begyndelsesbogstav, fx skoleleder."),
    )


class TrailForm(FormWithUnits):
    """What to look for in the trail."""

    q = forms.CharField(label=gettext_lazy("Person eller emne"), max_length=200, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Hvad skete der"),
        choices=[("", gettext_lazy("Alt")), *AuditEvent.Kind.choices],
        required=False,
    )
    unit = UnitField(label=gettext_lazy("Enhed"), required=False, help_text="")
    begins = DayField(label=gettext_lazy("Fra"), required=False)
    last_day = DayField(label=gettext_lazy("Til og med"), required=False)
