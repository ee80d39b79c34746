import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Webhooks, and what is on its way to them."""

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('url', models.CharField(blank=True, help_text='Empty: each delivery has the one of its request', max_length=2000)),
                ('types', models.JSONField(default=list, help_text='Of what all staff see, the types that it is told of')),
                ('secrets', models.JSONField(default=list)),
                ('failures', models.PositiveIntegerField(default=0, help_text='Attempts that failed since the last that did not')),
                ('failing_since', models.DateTimeField(null=True)),
                ('held_until', models.DateTimeField(help_text='It failed a moment ago: nothing is sent before this', null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_because', models.CharField(blank=True, help_text='Empty: its owner paused it', max_length=200)),
                ('created_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='webhooks', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-created_at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('attempt', models.PositiveIntegerField(default=0, help_text='Rises at each claim; a result of an older one is void')),
                ('claimed_by', models.CharField(blank=True, max_length=200)),
                ('lease_expires_at', models.DateTimeField(null=True)),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('url', models.CharField(blank=True, help_text="Where the request named it; else the webhook's", max_length=2000)),
                ('type', models.CharField(max_length=32)),
                ('subject', models.CharField(help_text='What it is about: the id of a prediction, say', max_length=100)),
                ('body', models.TextField()),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('processing', 'Processing'), ('succeeded', 'Succeeded'), ('failed', 'Failed')], default='queued', max_length=16)),
                ('tries', models.PositiveIntegerField(default=0, help_text='Since it was sent first, or again by hand')),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='Null once it has ended', null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('seconds', models.FloatField(help_text='How long the last attempt took', null=True)),
                ('answer_status', models.PositiveIntegerField(help_text='HTTP status of the last answer', null=True)),
                ('answer', models.TextField(blank=True, help_text='The first kB of it')),
                ('error', models.TextField(blank=True, help_text='Why there was none, in a sentence')),
                ('webhook', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.webhook')),
            ],
            options={
                'verbose_name_plural': 'deliveries',
                'ordering': ('-created_at', '-id'),
            },
        ),
        migrations.AddConstraint(
            model_name='webhook',
            constraint=models.UniqueConstraint(condition=models.Q(('url', '')), fields=('owner',), name='one_webhook_of_requests_per_owner'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['webhook', 'due_at', 'id'], name='due_of_webhook'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['type', 'due_at'], name='due_of_type'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('lease_expires_at__isnull', False)), fields=['lease_expires_at'], name='sent_now'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['webhook', '-created_at', '-id'], name='log_of_webhook'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['subject'], name='deliveries_about'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['created_at'], name='oldest_delivery'),
        ),
    ]
