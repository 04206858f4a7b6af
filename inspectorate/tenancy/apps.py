from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "inspectorate.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        from inspectorate.tenancy import checks  # noqa: F401, PLC0415
