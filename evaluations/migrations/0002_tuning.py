from django.db import migrations

TUNING = """
alter table evaluations_evaluation set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.01);
alter table kernel_history set (autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02);
"""


class Migration(migrations.Migration):
    """Others' changes must not make an inspectorate's own figures slower to read."""

    dependencies = [("evaluations", "0001_initial"), ("kernel", "0002_functions")]
    operations = [migrations.RunSQL(TUNING)]
