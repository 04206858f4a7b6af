from django.db import migrations, models


class Migration(migrations.Migration):
    """An area may have a code in the national statistics beside the inspectorate's own."""

    dependencies = [("areas", "0003_reports")]
    operations = [
        migrations.AddField(
            "localauthorityarea",
            "gss_code",
            models.CharField(blank=True, max_length=9, null=True),
        ),
        migrations.AddConstraint(
            "localauthorityarea",
            models.UniqueConstraint(
                fields=["inspectorate", "gss_code"], name="one_area_a_gss_code"
            ),
        ),
        migrations.AddConstraint(
            "localauthorityarea",
            models.CheckConstraint(
                name="a_gss_code_is_a_letter_and_eight_digits",
                condition=models.Q(gss_code__isnull=True)
                | models.Q(gss_code__regex="^[A-Z][0-9]{8}\\Z"),
            ),
        ),
    ]
