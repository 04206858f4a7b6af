from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("followthrough", "0003_following_through")]

    operations = [
        migrations.AddField(
            model_name="pointreminder",
            name="text",
            field=models.CharField(
                blank=True, db_default=models.Value(""), default="", max_length=500
            ),
        ),
    ]
