"""Other names in Python; the table, its columns, its index and its constraint stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_permissions(apps, schema_editor):
    """Groups that may look at runs still may."""
    permissions = apps.get_model('auth', 'Permission').objects.using(schema_editor.connection.alias)
    for action in ('add', 'change', 'delete', 'view'):
        former = permissions.filter(content_type__app_label='backup', codename=f'{action}_run')
        former.update(codename=f'{action}_backuprun')


class Migration(migrations.Migration):
    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
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
        migrations.RunPython(keep_permissions, migrations.RunPython.noop),
    ]
