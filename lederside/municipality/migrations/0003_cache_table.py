"""The table behind Django's database cache: it counts log-in attempts for all processes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("municipality", "0002_the_only_one")]
    operations = [
        migrations.RunSQL(
            sql=[
                "CREATE TABLE IF NOT EXISTS django_cache (cache_key varchar(255) PRIMARY KEY, "
                "value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX IF NOT EXISTS django_cache_expires ON django_cache (expires)",
            ],
            reverse_sql="DROP TABLE IF EXISTS django_cache",
        )
    ]
