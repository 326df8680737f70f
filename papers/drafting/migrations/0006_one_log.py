from django.db import migrations, models

from papers.shared.triggers import Refuse


class Migration(migrations.Migration):

    dependencies = [('drafting', '0005_saves_become_updates')]

    operations = [
        migrations.RemoveField('workingtext', 'version'),
        migrations.DeleteModel('SavedText'),
        migrations.AddConstraint(
            model_name='workingtext',
            constraint=models.CheckConstraint(condition=models.Q(('snapshot_seq__lte', models.F('head_seq')), ('text_seq__lte', models.F('head_seq'))), name='working_text_not_ahead_of_its_log'),
        ),
        Refuse('drafting_textupdate', 'UPDATE', 'what was written is the record'),
        Refuse('drafting_textupdate', 'DELETE', 'what was written is kept'),
    ]
