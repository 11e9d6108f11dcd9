"""Who did what with a report, and which department stands by which figure."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coopunion', '0002_signed_period'),
        ('programs', '0002_assignment'),
        ('reports', '0006_report_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalConfirmation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name='số đã chốt')),
                ('cause', models.TextField(blank=True, verbose_name='nguyên nhân chậm')),
                ('confirmed_at', models.DateTimeField(verbose_name='chốt lúc')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
                ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coopunion.department', verbose_name='phòng, ban')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='báo cáo')),
            ],
            options={
                'verbose_name': 'historical chốt số',
                'verbose_name_plural': 'historical chốt số',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('create', 'lập dự thảo'), ('confirm', 'chốt số'), ('submit', 'trình lãnh đạo'), ('withdraw', 'rút lại để sửa'), ('refresh', 'lấy số hiện nay'), ('return', 'trả lại'), ('approve', 'duyệt'), ('issue', 'phát hành'), ('scan', 'đính kèm bản đã ký'), ('correct', 'lập báo cáo thay thế'), ('replace', 'bị thay thế'), ('discard', 'bỏ dự thảo')], max_length=10, verbose_name='bước')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('remark', models.TextField(blank=True, verbose_name='ý kiến')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reports.report', verbose_name='báo cáo')),
            ],
            options={
                'verbose_name': 'bước của báo cáo',
                'verbose_name_plural': 'các bước của báo cáo',
                'ordering': ('at', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name='số đã chốt')),
                ('cause', models.TextField(blank=True, verbose_name='nguyên nhân chậm')),
                ('confirmed_at', models.DateTimeField(verbose_name='chốt lúc')),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coopunion.department', verbose_name='phòng, ban')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='reports.report', verbose_name='báo cáo')),
            ],
            options={
                'verbose_name': 'chốt số',
                'verbose_name_plural': 'chốt số',
                'ordering': ('report', 'indicator', 'department'),
                'constraints': [models.UniqueConstraint(fields=('report', 'indicator', 'department'), name='confirmation_once')],
            },
        ),
    ]
