from django.db import migrations

from inspectorate.kernel import sql


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_functions")]
    operations = [migrations.RunSQL(sql.ONLY_OUR_TRIGGERS, migrations.RunSQL.noop)]
