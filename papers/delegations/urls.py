from django.http import HttpResponse
from django.urls import path

app_name = "delegations"
urlpatterns = [
    path("", lambda request, **kw: HttpResponse(""), name="delegation-list"),
]
