"""The texts are passages now."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_texts_into_passages'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalreport',
            name='achievements',
        ),
        migrations.RemoveField(
            model_name='historicalreport',
            name='causes',
        ),
        migrations.RemoveField(
            model_name='historicalreport',
            name='directions',
        ),
        migrations.RemoveField(
            model_name='historicalreport',
            name='leadership',
        ),
        migrations.RemoveField(
            model_name='historicalreport',
            name='proposals',
        ),
        migrations.RemoveField(
            model_name='historicalreport',
            name='shortcomings',
        ),
        migrations.RemoveField(
            model_name='report',
            name='achievements',
        ),
        migrations.RemoveField(
            model_name='report',
            name='causes',
        ),
        migrations.RemoveField(
            model_name='report',
            name='directions',
        ),
        migrations.RemoveField(
            model_name='report',
            name='leadership',
        ),
        migrations.RemoveField(
            model_name='report',
            name='proposals',
        ),
        migrations.RemoveField(
            model_name='report',
            name='shortcomings',
        ),
    ]
