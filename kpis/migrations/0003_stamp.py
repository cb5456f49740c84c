from django.db import migrations

from lederside.municipality.stamps import watch


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_the_twelve"), ("municipality", "0003_cache_table")]
    operations = [
        watch("rules", "kpis_kpi", "kpis_kpidefinition", "kpis_limitset", "kpis_target"),
    ]
