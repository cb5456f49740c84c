from datetime import date
from typing import Final, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Days(Func):
    """The half-open stretch of days between two columns; an empty one is open."""

    function = "daterange"
    output_field = DateRangeField()


def _never_two_at_once(*, name: str, message: object) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("unit", RangeOperators.EQUAL),
            (Days(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,  # type: ignore[arg-type]
    )


def _ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_from__isnull=True)
        | Q(valid_to__isnull=True)
        | Q(valid_to__gt=F("valid_from")),
        name=name,
        violation_error_message=_("Perioden skal slutte efter, at den begynder."),
    )


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that hold for a period. ``on`` is the only way to ask."""

    def on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gt=day),
        )


class Dated(models.Model):
    """Something that holds from a day until, and without, another; empty is open."""

    valid_from = models.DateField(_("fra"), null=True, blank=True)
    valid_to = models.DateField(_("til og uden"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_over(self, day: date) -> bool:
        """Whether it holds no longer on a day."""
        return self.valid_to is not None and self.valid_to <= day


class UnitKind(models.Model):
    """What sort of unit it is (da: enhedstype). The municipality's own words stand here."""

    code = models.CharField(primary_key=True, max_length=30)
    name = models.CharField(_("betegnelse"), max_length=60, unique=True)
    plural = models.CharField(_("flertal"), max_length=60)
    leader_title = models.CharField(_("lederens titel"), max_length=60)
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=100)
    is_institution = models.BooleanField(_("har egne tal"), default=True)

    class Meta:
        verbose_name = _("enhedstype")
        verbose_name_plural = _("enhedstyper")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Unit(Dated):
    """A place with a leader (da: enhed). Its number never changes; name and place do, with dates.

    The period is the unit's life. A closed unit keeps its rows and its figures.
    """

    number = models.CharField(_("nummer"), max_length=40, unique=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, verbose_name=_("type"))
    is_self_governing = models.BooleanField(_("selvejende"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("enhed")
        verbose_name_plural = _("enheder")
        constraints = [_ends_after_it_begins("organisation_unit_ends_after_it_begins")]

    def __str__(self) -> str:
        return self.number


class UnitName(Dated):
    """What a unit is called, for a period (da: navn)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField(_("navn"), max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("enhedsnavn")
        verbose_name_plural = _("enhedsnavne")
        constraints = [
            _never_two_at_once(
                name="organisation_one_name_at_a_time",
                message=_("Enheden har allerede et navn i den periode."),
            ),
            _ends_after_it_begins("organisation_name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class Placement(Dated):
    """Where a unit hangs in the chain, for a period (da: placering). No parent: at the top."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="placed_below")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("placering")
        verbose_name_plural = _("placeringer")
        constraints = [
            _never_two_at_once(
                name="organisation_one_place_at_a_time",
                message=_("Enheden er allerede placeret et sted i den periode."),
            ),
            _ends_after_it_begins("organisation_place_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")),
                name="organisation_not_below_itself",
                violation_error_message=_("En enhed kan ikke ligge under sig selv."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"


class Succession(models.Model):
    """A unit, or a share of it, goes on as another from a day (da: efterfølger).

    Two predecessors of one successor are a merger; two successors of one predecessor a split.
    Old figures stay on the old unit.
    """

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="preceded_by")
    on = models.DateField(_("fra"))
    share = models.DecimalField(_("andel"), max_digits=6, decimal_places=5, default=1)

    class Meta:
        verbose_name = _("efterfølger")
        verbose_name_plural = _("efterfølgere")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="organisation_succeeds_once"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1), name="organisation_share_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"


class Assignment(Dated):
    """A person holds a role at a unit for a period (da: tilknytning). Rights follow from it.

    A chief is nobody's tick box: it is the leader of a unit that has units below it.
    A role without a unit holds for the whole municipality.
    """

    class Role(models.TextChoices):
        LEADER = "LEADER", _("Leder")
        ACTING_LEADER = "ACTING_LEADER", _("Konstitueret leder")
        DEPUTY = "DEPUTY", _("Stedfortræder")
        COMMITTEE_MEMBER = "COMMITTEE_MEMBER", _("Udvalgsmedlem")
        COMMITTEE_SECRETARY = "COMMITTEE_SECRETARY", _("Udvalgssekretær")
        HR_CONSULTANT = "HR_CONSULTANT", _("HR-konsulent")
        ECONOMY_CONSULTANT = "ECONOMY_CONSULTANT", _("Økonomikonsulent")
        DATA_OWNER = "DATA_OWNER", _("Dataejer")
        ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="assignments",
        verbose_name=_("person"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("enhed"),
    )
    role = models.CharField(_("rolle"), max_length=20, choices=Role)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilknytning")
        verbose_name_plural = _("tilknytninger")
        indexes = [models.Index(fields=["person", "role"], name="organisation_roles_of_person")]
        constraints = [
            _ends_after_it_begins("organisation_role_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(role__in=["DATA_OWNER", "ADMINISTRATOR"]),
                name="organisation_most_roles_have_a_unit",
                violation_error_message=_("Vælg den enhed, rollen gælder."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person_id} {self.unit_id or ''}".strip()


# Who leads a unit on a day, for good or for now; and who needs no unit, for the whole is theirs.
LEADING: Final = (Assignment.Role.LEADER, Assignment.Role.ACTING_LEADER)
WITHOUT_UNIT: Final = (Assignment.Role.DATA_OWNER, Assignment.Role.ADMINISTRATOR)
