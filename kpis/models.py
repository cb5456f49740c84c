from datetime import date
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lederside.imports import periods
from lederside.imports.models import ImportRun
from organisation.models import Unit, UnitKind


class Numeric(models.DecimalField):  # type: ignore[type-arg]
    """PostgreSQL's exact number of any size, kept just as it was written."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs |= {"max_digits": 40, "decimal_places": 20}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def db_type(self, connection: object) -> str:
        return "numeric"


class Level(models.TextChoices):
    """One and the same target may be counted otherwise at a unit than in the sums above it."""

    UNIT = "UNIT", _("enheden")
    ABOVE = "ABOVE", _("niveauerne over")


class Kpi(models.Model):
    """One of the twelve that all are measured on (da: måltal). Its rules are data, not code."""

    class Theme(models.TextChoices):
        ECONOMY = "ECONOMY", _("Økonomi")
        STAFF = "STAFF", _("Medarbejdere og ledelse")

    class Frequency(models.TextChoices):
        QUARTERLY = "QUARTERLY", _("hvert kvartal")
        HALF_YEARLY = "HALF_YEARLY", _("hvert halvår")
        YEARLY = "YEARLY", _("hvert år")
        EVERY_SECOND_YEAR = "EVERY_SECOND_YEAR", _("hvert andet år")

    class RollUp(models.TextChoices):
        RATIO = "RATIO", _("sum af tællere over sum af nævnere")
        SHARE_WITHIN = "SHARE_WITHIN", _("andel af enheder inden for en grænse")

    id = models.SmallAutoField(primary_key=True)
    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = models.CharField(_("navn"), max_length=60)
    short_name = models.CharField(_("kort navn"), max_length=30)
    theme = models.CharField(_("emne"), max_length=10, choices=Theme)
    order = models.PositiveSmallIntegerField(_("rækkefølge"))
    frequency = models.CharField(_("hyppighed"), max_length=20, choices=Frequency)
    fresh_months = models.PositiveSmallIntegerField(_("måneder, før tallet er forældet"))
    roll_up = models.CharField(_("op ad kæden"), max_length=15, choices=RollUp)
    roll_up_within = Numeric(_("grænse op ad kæden"), null=True, blank=True)
    # A value without numerator and denominator, but with a base, may be weighted by the base.
    base_is_denominator = models.BooleanField(_("basis kan være nævner"), default=True)
    # A denominator never stands in for a base unless the definition says they are the same.
    denominator_is_base = models.BooleanField(_("nævneren er basis"), default=False)
    weight = models.CharField(_("vægt op ad kæden"), max_length=100)
    minimum_leader = models.PositiveSmallIntegerField(_("mindst, for lederen"), null=True)
    minimum_chief = models.PositiveSmallIntegerField(_("mindst, for chefen"), null=True)
    minimum_committee = models.PositiveSmallIntegerField(_("mindst, for udvalget"), null=True)
    # Yes or no for one leader concerns only that leader and the nearest leader.
    is_about_one_leader = models.BooleanField(_("handler om én leder"), default=False)
    source = models.CharField(_("kilde"), max_length=200)

    class Meta:
        verbose_name = _("måltal, et af de tolv")
        verbose_name_plural = _("de tolv måltal")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code


class KpiDefinition(models.Model):
    """How one of the twelve is counted at a level (da: definition)."""

    class Direction(models.TextChoices):
        HIGH = "HIGH", _("højt er godt")
        LOW = "LOW", _("lavt er godt")
        BAND = "BAND", _("både for højt og for lavt er et problem")

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="definitions")
    level = models.CharField(_("niveau"), max_length=5, choices=Level, default=Level.UNIT)
    measure = models.CharField(_("enhed"), max_length=40)
    # 100 for percent, 1 for everything else: value = numerator / denominator x factor.
    factor = models.PositiveSmallIntegerField(_("faktor"))
    decimals = models.PositiveSmallIntegerField(_("decimaler"), default=1)
    direction = models.CharField(_("retning"), max_length=5, choices=Direction)
    formula = models.TextField(_("sådan regnes det"))
    numerator = models.CharField(_("tæller"), max_length=150)
    denominator = models.CharField(_("nævner"), max_length=150)
    plausible_low = Numeric(_("mindst mulige"))
    plausible_high = Numeric(_("højst mulige"))
    noise = Numeric(_("mindste ændring, der siges"))
    remark = models.TextField(_("bemærkning"), blank=True)

    class Meta:
        verbose_name = _("definition")
        verbose_name_plural = _("definitioner")
        constraints = [
            models.UniqueConstraint(fields=["kpi", "level"], name="kpis_one_definition_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.level}"


class DecidedForAYear(models.Model):
    """What somebody decided for a year, and perhaps one kind of unit. The newest decision holds."""

    kpi = models.ForeignKey(Kpi, models.CASCADE, related_name="+", verbose_name=_("måltal"))
    level = models.CharField(_("niveau"), max_length=5, choices=Level, default=Level.UNIT)
    year = models.PositiveSmallIntegerField(_("fra og med år"))
    kind = models.ForeignKey(
        UnitKind, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("type")
    )
    decided_by = models.CharField(_("besluttet af"), max_length=120)
    decided_on = models.DateField(_("besluttet den"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(_("skrevet ind"))

    class Meta:
        abstract = True


class LimitSet(DecidedForAYear):
    """Where green and yellow end (da: grænser). Never edited: a later row takes over."""

    green_low = Numeric(_("grøn fra"), null=True, blank=True)
    green_high = Numeric(_("grøn til"), null=True, blank=True)
    yellow_low = Numeric(_("gul fra"), null=True, blank=True)
    yellow_high = Numeric(_("gul til"), null=True, blank=True)

    class Meta:
        verbose_name = _("grænser")
        verbose_name_plural = _("grænser")
        constraints = [
            models.CheckConstraint(
                condition=Q(green_low__isnull=False) | Q(green_high__isnull=False),
                name="kpis_limits_have_a_green_end",
                violation_error_message=_("Skriv, hvor grøn begynder eller slutter."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.year}"


class Target(DecidedForAYear):
    """What we aim for (da: måltal, værdien). Empty until somebody sets it; never the limit."""

    value = Numeric(_("måltal"))

    class Meta:
        verbose_name = _("måltal, værdien")
        verbose_name_plural = _("måltal, værdierne")

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.year}: {self.value}"


class Period(models.Model):
    """A stretch of time that figures are counted over (da: periode).

    The key is made of the end date and the kind, so that it sorts by time and never needs
    to be looked up.
    """

    KINDS: Final = {
        periods.PeriodKind.MONTH: 1,
        periods.PeriodKind.QUARTER: 2,
        periods.PeriodKind.HALF_YEAR: 3,
        periods.PeriodKind.YEAR: 4,
        periods.PeriodKind.SCHOOL_YEAR: 5,
    }

    id = models.IntegerField(primary_key=True)
    kind = models.CharField(_("slags"), max_length=12)
    ends_on = models.DateField(_("slutter"))

    class Meta:
        verbose_name = _("periode")
        verbose_name_plural = _("perioder")

    def __str__(self) -> str:
        return self.value.code

    @classmethod
    def key(cls, period: periods.Period) -> int:
        return int(f"{period.ends_on:%Y%m%d}{cls.KINDS[period.kind]}")

    @classmethod
    def of_key(cls, key: int) -> periods.Period:
        kinds = {number: kind for kind, number in cls.KINDS.items()}
        day, number = divmod(key, 10)
        ends_on = date(day // 10_000, day // 100 % 100, day % 100)
        return periods.Period(kind=kinds[number], ends_on=ends_on)

    @property
    def value(self) -> periods.Period:
        return self.of_key(self.pk)


class MeasurementQuerySet(models.QuerySet["Measurement"]):
    def standing(self) -> Self:
        """Those whose run has not been undone."""
        return self.filter(run__undone_at__isnull=True)


class Measurement(models.Model):
    """What a file said about a unit in a period (da: måling). Inserted, never updated.

    The newest standing run wins. The table has no surrogate key, no triggers and no second
    index: a quarter for 10,000 units is appended with COPY (docs/decisions).
    """

    pk = models.CompositePrimaryKey("period_id", "unit_id", "kpi_id", "run_id")
    period = models.ForeignKey(
        Period, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kpi = models.ForeignKey(
        Kpi, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    run = models.ForeignKey(
        ImportRun, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    value = Numeric(_("værdi"), null=True)
    numerator = Numeric(_("tæller"), null=True)
    denominator = Numeric(_("nævner"), null=True)
    base = models.IntegerField(_("basis"), null=True)
    # A kind of missing (imports.danish.MissingKind) when there is no figure; never a zero.
    missing = models.SmallIntegerField(_("mangler"), null=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        verbose_name = _("måling")
        verbose_name_plural = _("målinger")

    def __str__(self) -> str:
        return f"{self.period_id} {self.unit_id} {self.kpi_id} {self.run_id}"


class RolledUp(models.Model):
    """The sums below a unit in a period (da: sum). Derived, so written anew with each run.

    Only sums are stored, never a figure, never a colour.
    """

    pk = models.CompositePrimaryKey("period_id", "unit_id", "kpi_id")
    period = models.ForeignKey(
        Period, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    kpi = models.ForeignKey(
        Kpi, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    numerator = Numeric(_("sum af tællere"))
    denominator = Numeric(_("sum af nævnere"))
    # Empty when a unit below did not say how many it is about and the source did not protect it.
    base = models.IntegerField(_("sum af basis"), null=True)
    units = models.IntegerField(_("antal enheder"))
    run = models.ForeignKey(
        ImportRun, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("sum op ad kæden")
        verbose_name_plural = _("summer op ad kæden")

    def __str__(self) -> str:
        return f"{self.period_id} {self.unit_id} {self.kpi_id}"
