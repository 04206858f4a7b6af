from django.db import migrations

from evaluations import sql


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0006_evidence")]
    operations = [migrations.RunSQL(sql.SEARCH_EVIDENCE)]
