"""Other names in Python; the table, its columns, its index and its constraint stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('backup', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelTable('run', 'backup_run'),
        migrations.RenameModel('Run', 'BackupRun'),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex('backuprun', 'last_of_job'),
                migrations.RemoveConstraint('backuprun', 'one_open_run_per_job'),
                migrations.RenameField('backuprun', 'job', 'operation'),
                migrations.RenameField('backuprun', 'state', 'status'),
                migrations.RenameField('backuprun', 'asked_by', 'requested_by'),
                migrations.RenameField('backuprun', 'asked_at', 'requested_at'),
                migrations.AlterField(
                    'backuprun',
                    'operation',
                    models.CharField(
                        choices=[('backup', 'Backup'), ('restore', 'Restore'), ('drill', 'Drill'), ('integrity', 'Integrity')],
                        db_column='job',
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    'backuprun',
                    'status',
                    models.CharField(
                        choices=[('waiting', 'Waiting'), ('running', 'Running'), ('succeeded', 'Succeeded'), ('failed', 'Failed')],
                        db_column='state',
                        default='waiting',
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    'backuprun',
                    'requested_by',
                    models.ForeignKey(
                        db_column='asked_by_id',
                        help_text='Nobody: the schedule or the command line',
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name='+',
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField('backuprun', 'requested_at', models.DateTimeField(db_column='asked_at')),
                migrations.AlterField(
                    'backuprun',
                    'figures',
                    models.JSONField(default=dict, help_text='Counts and sizes: apps.backup.schemas.RunFiguresSchema'),
                ),
                migrations.AlterModelOptions(
                    'backuprun', {'ordering': ('-requested_at', '-id'), 'verbose_name': 'run'}
                ),
                migrations.AddIndex(
                    'backuprun',
                    models.Index(fields=['operation', 'status', '-ended_at'], name='last_of_job'),
                ),
                migrations.AddConstraint(
                    'backuprun',
                    models.UniqueConstraint(
                        condition=models.Q(('ended_at__isnull', True)),
                        fields=('operation',),
                        name='one_open_run_per_job',
                    ),
                ),
            ],
        ),
    ]
