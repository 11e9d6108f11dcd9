"""Who signs with which authority, between which days."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coopunion', '0002_signed_period'),
        ('programs', '0002_assignment'),
        ('reports', '0007_steps_and_confirmations'),
    ]

    operations = [
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(choices=[('own', 'ký với chức vụ của mình'), ('TM', 'TM. (thay mặt tập thể)'), ('Q', 'Q. (quyền cấp trưởng)'), ('KT', 'KT. (ký thay cấp trưởng)'), ('TL', 'TL. (thừa lệnh)')], default='own', max_length=3, verbose_name='quyền ký')),
                ('principal', models.CharField(blank=True, help_text='Chức vụ hoặc tập thể được ký thay, ví dụ CHỦ TỊCH; để trống khi ký với chức vụ của mình.', max_length=200, verbose_name='thay cho')),
                ('title', models.CharField(blank=True, help_text='Ví dụ PHÓ CHỦ TỊCH; người ký Q. không cần ghi.', max_length=200, verbose_name='chức vụ người ký')),
                ('name', models.CharField(max_length=200, verbose_name='họ và tên người ký')),
                ('decision', models.CharField(blank=True, help_text='Văn bản giao quyền, nếu có.', max_length=200, verbose_name='văn bản')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
            ],
            options={
                'verbose_name': 'quyền ký',
                'verbose_name_plural': 'quyền ký',
                'ordering': ('-from_on', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='delegation_order', violation_error_message='Ngày cuối không được trước ngày đầu.'), models.CheckConstraint(condition=models.Q(models.Q(('authority', 'own'), ('principal', '')), models.Q(models.Q(('authority', 'own'), _negated=True), models.Q(('principal', ''), _negated=True)), _connector='OR'), name='delegation_principal', violation_error_message='TM., Q., KT. và TL. phải ghi ký thay cho ai; ký với chức vụ của mình thì để trống.'), models.CheckConstraint(condition=models.Q(('authority', 'Q'), models.Q(('title', ''), _negated=True), _connector='OR'), name='delegation_title', violation_error_message='Phải ghi chức vụ người ký.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalDelegation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('authority', models.CharField(choices=[('own', 'ký với chức vụ của mình'), ('TM', 'TM. (thay mặt tập thể)'), ('Q', 'Q. (quyền cấp trưởng)'), ('KT', 'KT. (ký thay cấp trưởng)'), ('TL', 'TL. (thừa lệnh)')], default='own', max_length=3, verbose_name='quyền ký')),
                ('principal', models.CharField(blank=True, help_text='Chức vụ hoặc tập thể được ký thay, ví dụ CHỦ TỊCH; để trống khi ký với chức vụ của mình.', max_length=200, verbose_name='thay cho')),
                ('title', models.CharField(blank=True, help_text='Ví dụ PHÓ CHỦ TỊCH; người ký Q. không cần ghi.', max_length=200, verbose_name='chức vụ người ký')),
                ('name', models.CharField(max_length=200, verbose_name='họ và tên người ký')),
                ('decision', models.CharField(blank=True, help_text='Văn bản giao quyền, nếu có.', max_length=200, verbose_name='văn bản')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical quyền ký',
                'verbose_name_plural': 'historical quyền ký',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
