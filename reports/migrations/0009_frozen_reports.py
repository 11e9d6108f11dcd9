"""What was submitted, approved and issued, byte by byte."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('coopunion', '0002_signed_period'),
        ('programs', '0002_assignment'),
        ('reports', '0008_delegations'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignedScan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField(verbose_name='nội dung')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('kind', models.CharField(max_length=4, verbose_name='dạng')),
                ('attached_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người đính kèm')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='reports.report', verbose_name='báo cáo')),
            ],
            options={
                'verbose_name': 'bản đã ký',
                'verbose_name_plural': 'bản đã ký',
                'ordering': ('report', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('submitted', 'khi trình'), ('approved', 'khi duyệt'), ('issued', 'khi phát hành')], max_length=10, verbose_name='lúc')),
                ('content', models.TextField(verbose_name='nội dung')),
                ('sha256', models.CharField(max_length=64, verbose_name='mã băm')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='dấu của số liệu')),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='lúc')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='reports.report', verbose_name='báo cáo')),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người chốt')),
            ],
            options={
                'verbose_name': 'bản chụp',
                'verbose_name_plural': 'bản chụp',
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
                ('format', models.CharField(max_length=10, verbose_name='dạng')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.report', verbose_name='báo cáo')),
            ],
            options={
                'verbose_name': 'tệp đã phát hành',
                'verbose_name_plural': 'tệp đã phát hành',
                'ordering': ('report', 'format'),
                'constraints': [models.UniqueConstraint(fields=('report', 'format'), name='frozen_file_once')],
            },
        ),
    ]
