from django.http import HttpResponse
from django.urls import path

app_name = "notifications"
urlpatterns = [
    path("outbox/", lambda request, **kw: HttpResponse(""), name="outbox"),
]
