from django.db import migrations, models

NAME = "Open Government Licence v3.0"
ADDRESS = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


class Migration(migrations.Migration):
    """Each inspectorate says under which licence its open data may be used, and whose codes its
    areas have."""

    dependencies = [("tenancy", "0004_accuracy")]
    operations = [
        migrations.AddField(
            "inspectorate",
            "licence_name",
            models.CharField(blank=True, max_length=200, default=NAME, db_default=NAME),
        ),
        migrations.AddField(
            "inspectorate",
            "licence_address",
            models.CharField(blank=True, max_length=300, default=ADDRESS, db_default=ADDRESS),
        ),
        migrations.AddField(
            "inspectorate",
            "area_scheme",
            models.CharField(blank=True, max_length=200, default="", db_default=""),
        ),
    ]
