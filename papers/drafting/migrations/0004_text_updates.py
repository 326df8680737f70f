import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0003_starting_templates'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TextUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_mandate', models.UUIDField(editable=False, null=True)),
                ('generation', models.PositiveIntegerField()),
                ('seq', models.PositiveBigIntegerField()),
                ('payload', models.BinaryField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('because_kind', models.CharField(blank=True, max_length=60)),
                ('because_uuid', models.UUIDField(null=True)),
                ('by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='text_updates', to='drafting.paper')),
            ],
            options={'ordering': ['seq']},
        ),
        migrations.AddConstraint(
            model_name='textupdate',
            constraint=models.UniqueConstraint(fields=('paper', 'seq'), name='text_update_once'),
        ),
        migrations.AddConstraint(
            model_name='textupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('because_kind', ''), ('because_uuid__isnull', True)), models.Q(models.Q(('because_kind', ''), _negated=True), ('because_uuid__isnull', False)), _connector='OR'), name='text_update_because_of_both_or_none'),
        ),
        migrations.AddField('workingtext', 'head_seq', models.PositiveBigIntegerField(default=0)),
        migrations.AddField('workingtext', 'text_seq', models.PositiveBigIntegerField(default=0)),
        migrations.AddField('workingtext', 'snapshot', models.BinaryField(default=bytes)),
        migrations.AddField('workingtext', 'snapshot_seq', models.PositiveBigIntegerField(default=0)),
        migrations.AddField('workingtext', 'size', models.PositiveBigIntegerField(default=0, help_text="Bytes of this generation's updates.")),
        migrations.AlterField('workingtext', 'generation', models.PositiveIntegerField(default=0)),
        migrations.AlterField('recovery', 'paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='drafting.paper')),
    ]
