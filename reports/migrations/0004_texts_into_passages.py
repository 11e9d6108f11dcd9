"""Every text that a report holds becomes a passage; taken back, the passages become texts."""

from django.db import migrations

KEYS = ('leadership', 'achievements', 'shortcomings', 'causes', 'directions', 'proposals')


def into_passages(apps, schema_editor):
    Passage = apps.get_model('reports', 'Passage')
    for report in apps.get_model('reports', 'Report').objects.all():
        for key in KEYS:
            if text := getattr(report, key):
                Passage.objects.create(report=report, key=key, text=text)


def into_texts(apps, schema_editor):
    Passage = apps.get_model('reports', 'Passage')
    for passage in Passage.objects.filter(key__in=KEYS).select_related('report'):
        setattr(passage.report, passage.key, passage.text)
        passage.report.save(update_fields=[passage.key])


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_passages'),
    ]

    operations = [migrations.RunPython(into_passages, into_texts)]
