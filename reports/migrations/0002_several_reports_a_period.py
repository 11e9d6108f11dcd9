"""A period may have several reports: a correction has a number of its own and says which report it replaces."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import ExtractYear

STATES = [
    ('draft', 'dự thảo'), ('submitted', 'chờ duyệt'), ('returned', 'trả lại để sửa'), ('approved', 'đã duyệt'),
    ('issued', 'đã phát hành'), ('replaced', 'đã bị thay thế'), ('discarded', 'đã bỏ'),
]


def take_year_from_day(apps, schema_editor):
    apps.get_model('reports', 'Report').objects.filter(issued_on__isnull=False).update(issued_year=ExtractYear('issued_on'))


class Migration(migrations.Migration):

    dependencies = [
        ('programs', '0002_assignment'),
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='report', name='report_issued_has_number'),
        migrations.AlterModelOptions(name='report', options={'ordering': ('period', 'serial'), 'verbose_name': 'báo cáo', 'verbose_name_plural': 'báo cáo'}),
        migrations.AlterField(model_name='report', name='period', field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='programs.reportingperiod', verbose_name='kỳ báo cáo')),
        migrations.AlterField(model_name='report', name='state', field=models.CharField(choices=STATES, default='draft', max_length=10, verbose_name='tình trạng')),
        migrations.AlterField(model_name='historicalreport', name='state', field=models.CharField(choices=STATES, default='draft', max_length=10, verbose_name='tình trạng')),
        migrations.AddField(model_name='report', name='serial', field=models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
        migrations.AddField(model_name='historicalreport', name='serial', field=models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
        migrations.AddField(model_name='report', name='replaces', field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='reports.report', verbose_name='thay thế báo cáo')),
        migrations.AddField(model_name='historicalreport', name='replaces', field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='thay thế báo cáo')),
        migrations.AddField(model_name='report', name='issued_year', field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='năm của số')),
        migrations.AddField(model_name='historicalreport', name='issued_year', field=models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='năm của số')),
        migrations.AddField(model_name='report', name='token', field=models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name='mã xác minh')),
        migrations.AlterField(model_name='report', name='signer_title', field=models.CharField(blank=True, help_text='Mỗi dòng một hàng trên văn bản.', max_length=400, verbose_name='quyền hạn, chức vụ người ký')),
        migrations.AlterField(model_name='historicalreport', name='signer_title', field=models.CharField(blank=True, help_text='Mỗi dòng một hàng trên văn bản.', max_length=400, verbose_name='quyền hạn, chức vụ người ký')),
        migrations.RunPython(take_year_from_day, migrations.RunPython.noop),
    ]
