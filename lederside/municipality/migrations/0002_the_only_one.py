from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_the_only_one(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("municipality", "Municipality").objects.get_or_create(id=1)


class Migration(migrations.Migration):
    dependencies = [("municipality", "0001_initial")]
    operations = [migrations.RunPython(make_the_only_one, migrations.RunPython.noop)]
