from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# code, name, plural, the leader's title, has figures of its own
KINDS = [
    ("COMMITTEE", "Udvalg", "Udvalg", "udvalgsformand", False),
    ("DIRECTORATE", "Direktion", "Direktioner", "direktør", False),
    ("AREA", "Område", "Områder", "områdechef", False),
    ("CLUSTER", "Klynge", "Klynger", "klyngeleder", True),
    ("SCHOOL", "Skole", "Skoler", "skoleleder", True),
    ("DAYCARE", "Daginstitution", "Daginstitutioner", "institutionsleder", True),
    ("CROSS_CUTTING", "Tværgående enhed", "Tværgående enheder", "leder", True),
]


def make_kinds(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    kind = apps.get_model("organisation", "UnitKind")
    for order, (code, name, plural, leader_title, is_institution) in enumerate(KINDS, start=1):
        kind.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "plural": plural,
                "leader_title": leader_title,
                "is_institution": is_institution,
                "order": order * 10,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]
    operations = [migrations.RunPython(make_kinds, migrations.RunPython.noop)]
