"""One open and one issued report a period; a number once a year."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0005_report_without_texts'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('period', 'serial'), name='report_serial_once'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'returned'))), fields=('period',), name='report_one_open', violation_error_message='Kỳ này đã có một báo cáo đang soạn.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'issued')), fields=('period',), name='report_one_issued', violation_error_message='Kỳ này đã có báo cáo phát hành.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.UniqueConstraint(fields=('issued_year', 'number'), name='report_number_once_a_year', violation_error_message='Số này đã dùng trong năm.'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'issued'), _negated=True), models.Q(('issued_on__isnull', False), ('number__isnull', False)), _connector='OR'), name='report_issued_has_number', violation_error_message='Báo cáo đã phát hành phải có số và ngày.'),
        ),
    ]
