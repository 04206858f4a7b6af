from django.db import migrations

from evaluations import sql


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0013_names_found")]
    operations = [migrations.RunSQL(sql.SEARCH_PUBLISHED)]
