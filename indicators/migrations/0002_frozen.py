from django.db import migrations

from indicators import sql


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [migrations.RunSQL(sql.FROZEN, sql.THAWED)]
