import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import coopunion.migration_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('coopunion', '0001_tables'),
        ('programs', '0001_tables'),
    ]

    operations = [
        coopunion.migration_operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name='Report',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('period', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='programs.reportingperiod', verbose_name='kỳ báo cáo')),
                        ('serial', models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
                        ('state', models.CharField(choices=[('draft', 'dự thảo'), ('submitted', 'chờ duyệt'), ('returned', 'trả lại để sửa'), ('approved', 'đã duyệt'), ('issued', 'đã phát hành'), ('replaced', 'đã bị thay thế'), ('discarded', 'đã bỏ')], default='draft', max_length=10, verbose_name='tình trạng')),
                        ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='reports.report', verbose_name='thay thế báo cáo')),
                        ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='số')),
                        ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày phát hành')),
                        ('issued_year', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='năm của số')),
                        ('signer_title', models.CharField(blank=True, help_text='Mỗi dòng một hàng trên văn bản.', max_length=400, verbose_name='quyền hạn, chức vụ người ký')),
                        ('signer_name', models.CharField(blank=True, max_length=200, verbose_name='họ và tên người ký')),
                        ('token', models.CharField(blank=True, editable=False, max_length=40, null=True, unique=True, verbose_name='mã xác minh')),
                    ],
                    options={
                        'verbose_name': 'báo cáo',
                        'ordering': ('period', 'serial'),
                        'constraints': [models.UniqueConstraint(fields=('period', 'serial'), name='report_serial_once'), models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'returned'))), fields=('period',), name='report_one_open', violation_error_message='Kỳ này đã có một báo cáo đang soạn.'), models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('period',), name='report_one_issued', violation_error_message='Kỳ này đã có báo cáo phát hành.'), models.UniqueConstraint(fields=('issued_year', 'number'), name='report_number_once_a_year', violation_error_message='Số này đã dùng trong năm.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(('issued_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='report_issued_has_number', violation_error_message='Báo cáo đã phát hành phải có số và ngày.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalReport',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('serial', models.PositiveSmallIntegerField(default=1, verbose_name='lần')),
                        ('state', models.CharField(choices=[('draft', 'dự thảo'), ('submitted', 'chờ duyệt'), ('returned', 'trả lại để sửa'), ('approved', 'đã duyệt'), ('issued', 'đã phát hành'), ('replaced', 'đã bị thay thế'), ('discarded', 'đã bỏ')], default='draft', max_length=10, verbose_name='tình trạng')),
                        ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='số')),
                        ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày phát hành')),
                        ('issued_year', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='năm của số')),
                        ('signer_title', models.CharField(blank=True, help_text='Mỗi dòng một hàng trên văn bản.', max_length=400, verbose_name='quyền hạn, chức vụ người ký')),
                        ('signer_name', models.CharField(blank=True, max_length=200, verbose_name='họ và tên người ký')),
                        ('period', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.reportingperiod', verbose_name='kỳ báo cáo')),
                        ('replaces', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='thay thế báo cáo')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical báo cáo',
                        'verbose_name_plural': 'historical báo cáos',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='HistoricalConfirmation',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name='số đã chốt')),
                        ('cause', models.TextField(blank=True, verbose_name='nguyên nhân chậm')),
                        ('cause_kind', models.CharField(blank=True, choices=[('objective', 'khách quan'), ('subjective', 'chủ quan')], max_length=10, verbose_name='loại nguyên nhân')),
                        ('confirmed_at', models.DateTimeField(verbose_name='chốt lúc')),
                        ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='báo cáo')),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coopunion.department', verbose_name='phòng, ban')),
                        ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical chốt số',
                        'verbose_name_plural': 'historical chốt sốs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Confirmation',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='reports.report', verbose_name='báo cáo')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coopunion.department', verbose_name='phòng, ban')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, null=True, verbose_name='số đã chốt')),
                        ('cause', models.TextField(blank=True, verbose_name='nguyên nhân chậm')),
                        ('cause_kind', models.CharField(blank=True, choices=[('objective', 'khách quan'), ('subjective', 'chủ quan')], max_length=10, verbose_name='loại nguyên nhân')),
                        ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
                        ('confirmed_at', models.DateTimeField(verbose_name='chốt lúc')),
                    ],
                    options={
                        'verbose_name': 'chốt số',
                        'ordering': ('report', 'indicator', 'department'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'indicator', 'department'), name='confirmation_once'), models.CheckConstraint(condition=models.Q(models.Q(('cause', ''), ('cause_kind', '')), models.Q(models.Q(('cause', ''), _negated=True), models.Q(('cause_kind', ''), _negated=True)), _connector='OR'), name='confirmation_cause_has_kind', violation_error_message='Nguyên nhân phải là khách quan hoặc chủ quan.')],
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
                        'verbose_name_plural': 'historical quyền kýs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
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
                        'ordering': ('-from_on', 'name'),
                        'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='delegation_order', violation_error_message='Ngày cuối không được trước ngày đầu.'), models.CheckConstraint(condition=models.Q(models.Q(('authority', 'own'), ('principal', '')), models.Q(models.Q(('authority', 'own'), _negated=True), models.Q(('principal', ''), _negated=True)), _connector='OR'), name='delegation_principal', violation_error_message='TM., Q., KT. và TL. phải ghi ký thay cho ai; ký với chức vụ của mình thì để trống.'), models.CheckConstraint(condition=models.Q(('authority', 'Q'), models.Q(('title', ''), _negated=True), _connector='OR'), name='delegation_title', violation_error_message='Phải ghi chức vụ người ký.')],
                    },
                ),
                migrations.CreateModel(
                    name='Snapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='reports.report', verbose_name='báo cáo')),
                        ('stage', models.CharField(choices=[('submitted', 'khi trình'), ('approved', 'khi duyệt'), ('issued', 'khi phát hành')], max_length=10, verbose_name='lúc')),
                        ('content', models.TextField(verbose_name='nội dung')),
                        ('sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                        ('fingerprint', models.CharField(max_length=64, verbose_name='dấu của số liệu')),
                        ('figures', models.JSONField(default=dict, verbose_name='số đã chốt')),
                        ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                        ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
                    ],
                    options={
                        'verbose_name': 'bản chụp',
                        'ordering': ('taken_at', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='FrozenFile',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.BinaryField(verbose_name='nội dung')),
                        ('sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.report', verbose_name='báo cáo')),
                        ('format', models.CharField(max_length=10, verbose_name='dạng')),
                    ],
                    options={
                        'verbose_name': 'tệp đã phát hành',
                        'ordering': ('report', 'format'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'format'), name='frozen_file_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SignedScan',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('content', models.BinaryField(verbose_name='nội dung')),
                        ('sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='reports.report', verbose_name='báo cáo')),
                        ('kind', models.CharField(max_length=4, verbose_name='dạng')),
                        ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đính kèm')),
                    ],
                    options={
                        'verbose_name': 'bản đã ký',
                        'ordering': ('report', 'pk'),
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalPassage',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('key', models.CharField(max_length=40, verbose_name='mục')),
                        ('text', models.TextField(blank=True, verbose_name='nội dung')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('updated_at', models.DateTimeField(blank=True, editable=False, verbose_name='sửa lúc')),
                        ('report', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='reports.report', verbose_name='báo cáo')),
                        ('updated_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical đoạn văn',
                        'verbose_name_plural': 'historical đoạn văns',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Passage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='reports.report', verbose_name='báo cáo')),
                        ('key', models.CharField(max_length=40, verbose_name='mục')),
                        ('text', models.TextField(blank=True, verbose_name='nội dung')),
                        ('version', models.PositiveIntegerField(default=1, editable=False)),
                        ('updated_at', models.DateTimeField(auto_now=True, verbose_name='sửa lúc')),
                        ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
                    ],
                    options={
                        'verbose_name': 'đoạn văn',
                        'ordering': ('report', 'key'),
                        'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='passage_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Step',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reports.report', verbose_name='báo cáo')),
                        ('kind', models.CharField(choices=[('create', 'lập dự thảo'), ('confirm', 'chốt số'), ('submit', 'trình lãnh đạo'), ('withdraw', 'rút lại để sửa'), ('refresh', 'lấy số hiện nay'), ('return', 'trả lại'), ('approve', 'duyệt'), ('issue', 'phát hành'), ('scan', 'đính kèm bản đã ký'), ('correct', 'lập báo cáo thay thế'), ('replace', 'bị thay thế'), ('discard', 'bỏ dự thảo')], max_length=10, verbose_name='bước')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                        ('remark', models.TextField(blank=True, verbose_name='ý kiến')),
                        ('acknowledged', models.TextField(blank=True, verbose_name='điều đã xác nhận')),
                    ],
                    options={
                        'verbose_name': 'bước của báo cáo',
                        'ordering': ('at', 'pk'),
                    },
                ),
            ],
        ),
    ]
