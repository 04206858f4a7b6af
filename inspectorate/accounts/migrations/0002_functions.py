from django.db import migrations

from inspectorate.accounts import sql


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(sql.OPEN_SCOPE)]
