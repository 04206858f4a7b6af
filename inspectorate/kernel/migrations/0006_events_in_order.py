
import inspectorate.kernel.transactions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kernel', '0005_events'),
        ('tenancy', '0005_licence'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='event',
            name='events_in_order',
        ),
        migrations.AddField(
            model_name='event',
            name='written_in',
            field=inspectorate.kernel.transactions.TransactionField(db_default=inspectorate.kernel.transactions.CurrentTransaction(), editable=False),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['inspectorate', 'written_in', 'id'], name='events_as_written'),
        ),
    ]
