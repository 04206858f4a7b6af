from django.db import migrations

from inspectorate.kernel import sql


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [migrations.RunSQL(sql.HISTORY), migrations.RunSQL(sql.OUTBOX)]
