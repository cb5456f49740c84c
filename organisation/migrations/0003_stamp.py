from django.db import migrations

from lederside.municipality.stamps import watch


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_kinds"),
        ("municipality", "0003_cache_table"),
    ]
    operations = [
        watch(
            "organisation",
            "organisation_unit",
            "organisation_unitkind",
            "organisation_unitname",
            "organisation_placement",
        )
    ]
