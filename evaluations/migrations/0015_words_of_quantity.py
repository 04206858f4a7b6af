from django.db import migrations, models


class Migration(migrations.Migration):
    """The words of quantity are the programme's, for its reports and its national summary alike."""

    dependencies = [("evaluations", "0014_search_published")]
    operations = [
        migrations.AddField(
            "programme", "quantity_words", models.TextField(blank=True, default="", db_default="")
        ),
        migrations.RemoveField("report", "vocabulary"),
    ]
