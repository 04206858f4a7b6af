from django.urls import path

from inspectorate.accounts.api.duties import Duties

urlpatterns = [path("duties", Duties.as_view(), name="api-duties")]
