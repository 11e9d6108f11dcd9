import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import coopunion.migration_operations


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('coopunion', '0001_tables'),
    ]

    operations = [
        coopunion.migration_operations.CreateModels(
            models=[
                migrations.CreateModel(
                    name='HistoricalProgram',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^(?!\\.+\\Z)[^/\\\\?#%\\x00-\\x1f]+\\Z', 'Mã không được có dấu / \\ ? # %%, và không chỉ gồm dấu chấm.')], verbose_name='mã chương trình')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                        ('name', models.CharField(max_length=300, verbose_name='tên chương trình')),
                        ('number', models.CharField(blank=True, help_text='Ví dụ 190-CTr/TU.', max_length=50, verbose_name='số, ký hiệu văn bản')),
                        ('issuer', models.CharField(blank=True, default='Tỉnh ủy', max_length=200, verbose_name='cơ quan ban hành')),
                        ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                        ('subject', models.CharField(blank=True, help_text='Báo cáo nêu ở lần viện dẫn đầu, ví dụ: về phát triển kinh tế tập thể năm 2020.', max_length=300, verbose_name='trích yếu')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical chương trình',
                        'verbose_name_plural': 'historical chương trìnhs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Program',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^(?!\\.+\\Z)[^/\\\\?#%\\x00-\\x1f]+\\Z', 'Mã không được có dấu / \\ ? # %%, và không chỉ gồm dấu chấm.')], verbose_name='mã chương trình')),
                        ('year', models.PositiveSmallIntegerField(verbose_name='năm')),
                        ('name', models.CharField(max_length=300, verbose_name='tên chương trình')),
                        ('number', models.CharField(blank=True, help_text='Ví dụ 190-CTr/TU.', max_length=50, verbose_name='số, ký hiệu văn bản')),
                        ('issuer', models.CharField(blank=True, default='Tỉnh ủy', max_length=200, verbose_name='cơ quan ban hành')),
                        ('issued_on', models.DateField(blank=True, null=True, verbose_name='ngày ban hành')),
                        ('subject', models.CharField(blank=True, help_text='Báo cáo nêu ở lần viện dẫn đầu, ví dụ: về phát triển kinh tế tập thể năm 2020.', max_length=300, verbose_name='trích yếu')),
                    ],
                    options={
                        'verbose_name': 'chương trình',
                        'ordering': ('-year', 'code'),
                        'constraints': [models.UniqueConstraint(fields=('code', 'year'), name='program_code_year', violation_error_message='Chương trình này đã có trong năm đó.'), models.CheckConstraint(condition=models.Q(('year__range', (2000, 2100))), name='program_year_range', violation_error_message='Năm phải từ 2000 đến 2100.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalTask',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('number', models.CharField(max_length=10, verbose_name='số nhiệm vụ')),
                        ('name', models.CharField(max_length=300, verbose_name='tên nhiệm vụ')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                        ('program', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.program', verbose_name='chương trình')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical nhiệm vụ',
                        'verbose_name_plural': 'historical nhiệm vụs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='programs.program', verbose_name='chương trình')),
                        ('number', models.CharField(max_length=10, verbose_name='số nhiệm vụ')),
                        ('name', models.CharField(max_length=300, verbose_name='tên nhiệm vụ')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                    ],
                    options={
                        'verbose_name': 'nhiệm vụ',
                        'ordering': ('program', 'position', 'number'),
                        'constraints': [models.UniqueConstraint(fields=('program', 'number'), name='task_number_once', violation_error_message='Số nhiệm vụ này đã có trong chương trình.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalIndicator',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^(?!\\.+\\Z)[^/\\\\?#%\\x00-\\x1f]+\\Z', 'Mã không được có dấu / \\ ? # %%, và không chỉ gồm dấu chấm.')], verbose_name='mã chỉ tiêu')),
                        ('name', models.CharField(max_length=300, verbose_name='chỉ tiêu')),
                        ('unit', models.CharField(max_length=50, verbose_name='đơn vị tính')),
                        ('measure', models.CharField(blank=True, max_length=100, verbose_name='cách đếm')),
                        ('accumulation', models.CharField(choices=[('flow', 'cộng dồn trong năm'), ('stock', 'số có đến ngày')], default='flow', help_text='Chỉ dùng khi không có cách đếm: số báo cáo cộng dồn hay lấy số cuối kỳ.', max_length=10, verbose_name='cách cộng')),
                        ('direction', models.CharField(choices=[('at_least', 'càng cao càng tốt'), ('at_most', 'càng thấp càng tốt')], default='at_least', max_length=10, verbose_name='chiều')),
                        ('decimals', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='số lẻ của tỷ lệ')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                        ('program', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.program', verbose_name='chương trình')),
                        ('task', models.ForeignKey(blank=True, db_constraint=False, help_text='Để trống với số liệu toàn tỉnh, ngoài các nhiệm vụ được giao.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.task', verbose_name='nhiệm vụ')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical chỉ tiêu',
                        'verbose_name_plural': 'historical chỉ tiêus',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Indicator',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='programs.program', verbose_name='chương trình')),
                        ('task', models.ForeignKey(blank=True, help_text='Để trống với số liệu toàn tỉnh, ngoài các nhiệm vụ được giao.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='programs.task', verbose_name='nhiệm vụ')),
                        ('code', models.CharField(max_length=20, validators=[django.core.validators.RegexValidator('^(?!\\.+\\Z)[^/\\\\?#%\\x00-\\x1f]+\\Z', 'Mã không được có dấu / \\ ? # %%, và không chỉ gồm dấu chấm.')], verbose_name='mã chỉ tiêu')),
                        ('name', models.CharField(max_length=300, verbose_name='chỉ tiêu')),
                        ('unit', models.CharField(max_length=50, verbose_name='đơn vị tính')),
                        ('measure', models.CharField(blank=True, max_length=100, verbose_name='cách đếm')),
                        ('accumulation', models.CharField(choices=[('flow', 'cộng dồn trong năm'), ('stock', 'số có đến ngày')], default='flow', help_text='Chỉ dùng khi không có cách đếm: số báo cáo cộng dồn hay lấy số cuối kỳ.', max_length=10, verbose_name='cách cộng')),
                        ('direction', models.CharField(choices=[('at_least', 'càng cao càng tốt'), ('at_most', 'càng thấp càng tốt')], default='at_least', max_length=10, verbose_name='chiều')),
                        ('decimals', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(4)], verbose_name='số lẻ của tỷ lệ')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                    ],
                    options={
                        'verbose_name': 'chỉ tiêu',
                        'ordering': ('program', 'position', 'code'),
                        'constraints': [models.UniqueConstraint(fields=('program', 'code'), name='indicator_code_once', violation_error_message='Mã chỉ tiêu này đã có trong chương trình.'), models.CheckConstraint(condition=models.Q(('decimals__lte', 4)), name='indicator_decimals', violation_error_message='Số lẻ từ 0 đến 4.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalTarget',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('assigned', 'tỉnh giao'), ('own_aim', 'Liên minh phấn đấu')], default='assigned', max_length=10, verbose_name='loại')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='kế hoạch')),
                        ('effective_from', models.DateField(verbose_name='có hiệu lực từ')),
                        ('decision', models.CharField(blank=True, max_length=200, verbose_name='văn bản giao')),
                        ('share_q1', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý I (%)')),
                        ('share_q2', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý II (%)')),
                        ('share_q3', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý III (%)')),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical kế hoạch',
                        'verbose_name_plural': 'historical kế hoạchs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Target',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('kind', models.CharField(choices=[('assigned', 'tỉnh giao'), ('own_aim', 'Liên minh phấn đấu')], default='assigned', max_length=10, verbose_name='loại')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='kế hoạch')),
                        ('effective_from', models.DateField(verbose_name='có hiệu lực từ')),
                        ('decision', models.CharField(blank=True, max_length=200, verbose_name='văn bản giao')),
                        ('share_q1', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý I (%)')),
                        ('share_q2', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý II (%)')),
                        ('share_q3', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='đến hết quý III (%)')),
                    ],
                    options={
                        'verbose_name': 'kế hoạch',
                        'ordering': ('indicator', 'kind', 'effective_from'),
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'kind', 'effective_from'), name='target_once_a_day', violation_error_message='Chỉ tiêu này đã có một kế hoạch cùng loại có hiệu lực từ ngày đó.'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='target_not_negative', violation_error_message='Kế hoạch không được âm.'), models.CheckConstraint(condition=models.Q(models.Q(('share_q1__isnull', True), ('share_q2__isnull', True), ('share_q3__isnull', True)), models.Q(('share_q1__isnull', False), ('share_q2__isnull', False), ('share_q3__isnull', False), ('share_q1__gte', 0), ('share_q2__gte', models.F('share_q1')), ('share_q3__gte', models.F('share_q2')), ('share_q3__lte', 100)), _connector='OR'), name='target_shares', violation_error_message='Tỷ lệ đến hết quý I, II, III phải nhập cả ba, không giảm và không quá 100.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalAssignment',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('department', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coopunion.department', verbose_name='phòng, ban')),
                        ('person', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người phụ trách')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical phân công',
                        'verbose_name_plural': 'historical phân côngs',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='Assignment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='coopunion.department', verbose_name='phòng, ban')),
                        ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL, verbose_name='người phụ trách')),
                    ],
                    options={
                        'verbose_name': 'phân công',
                        'ordering': ('indicator', 'department'),
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'department'), name='assignment_once', violation_error_message='Phòng này đã được phân công chỉ tiêu đó.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalReportedFigure',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('quarter', models.PositiveSmallIntegerField(choices=[(1, 'I'), (2, 'II'), (3, 'III'), (4, 'IV')], verbose_name='quý')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='giá trị')),
                        ('source', models.CharField(max_length=300, verbose_name='nguồn')),
                        ('received_on', models.DateField(blank=True, null=True, verbose_name='ngày nhận')),
                        ('confirmed_because', models.CharField(blank=True, max_length=300, verbose_name='vì sao khác thường')),
                        ('indicator', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('place', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='coopunion.place', verbose_name='địa bàn')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical số liệu tổng hợp',
                        'verbose_name_plural': 'historical số liệu tổng hợps',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ReportedFigure',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='programs.indicator', verbose_name='chỉ tiêu')),
                        ('quarter', models.PositiveSmallIntegerField(choices=[(1, 'I'), (2, 'II'), (3, 'III'), (4, 'IV')], verbose_name='quý')),
                        ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coopunion.place', verbose_name='địa bàn')),
                        ('value', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='giá trị')),
                        ('source', models.CharField(max_length=300, verbose_name='nguồn')),
                        ('received_on', models.DateField(blank=True, null=True, verbose_name='ngày nhận')),
                        ('confirmed_because', models.CharField(blank=True, max_length=300, verbose_name='vì sao khác thường')),
                    ],
                    options={
                        'verbose_name': 'số liệu tổng hợp',
                        'ordering': ('indicator', 'quarter', 'place'),
                        'constraints': [models.UniqueConstraint(fields=('indicator', 'quarter', 'place'), name='figure_once', violation_error_message='Địa bàn này đã có số liệu của chỉ tiêu trong quý đó.'), models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4))), name='figure_quarter_range', violation_error_message='Quý từ 1 đến 4.'), models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='figure_not_negative', violation_error_message='Số liệu tổng hợp không được âm.')],
                    },
                ),
                migrations.CreateModel(
                    name='HistoricalReportingPeriod',
                    fields=[
                        ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                        ('quarter', models.PositiveSmallIntegerField(choices=[(1, 'I'), (2, 'II'), (3, 'III'), (4, 'IV')], verbose_name='quý')),
                        ('cut_off_on', models.DateField(verbose_name='ngày chốt số liệu')),
                        ('due_on', models.DateField(verbose_name='hạn gửi báo cáo')),
                        ('sent_on', models.DateField(blank=True, null=True, verbose_name='ngày gửi báo cáo')),
                        ('program', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='programs.program', verbose_name='chương trình')),
                        ('history_id', models.AutoField(primary_key=True, serialize=False)),
                        ('history_date', models.DateTimeField(db_index=True)),
                        ('history_change_reason', models.TextField(null=True)),
                        ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                        ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'historical kỳ báo cáo',
                        'verbose_name_plural': 'historical kỳ báo cáos',
                        'ordering': ('-history_date', '-history_id'),
                        'get_latest_by': ('history_date', 'history_id'),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name='ReportingPeriod',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='programs.program', verbose_name='chương trình')),
                        ('quarter', models.PositiveSmallIntegerField(choices=[(1, 'I'), (2, 'II'), (3, 'III'), (4, 'IV')], verbose_name='quý')),
                        ('cut_off_on', models.DateField(verbose_name='ngày chốt số liệu')),
                        ('due_on', models.DateField(verbose_name='hạn gửi báo cáo')),
                        ('sent_on', models.DateField(blank=True, null=True, verbose_name='ngày gửi báo cáo')),
                    ],
                    options={
                        'verbose_name': 'kỳ báo cáo',
                        'ordering': ('program', 'quarter'),
                        'constraints': [models.UniqueConstraint(fields=('program', 'quarter'), name='period_once', violation_error_message='Chương trình này đã có kỳ báo cáo của quý đó.'), models.CheckConstraint(condition=models.Q(('quarter__range', (1, 4))), name='period_quarter_range', violation_error_message='Quý từ 1 đến 4.'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('cut_off_on'))), name='period_due_after_cut_off', violation_error_message='Hạn gửi không được trước ngày chốt số liệu.')],
                    },
                ),
            ],
        ),
    ]
