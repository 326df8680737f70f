from django.http import HttpResponse
from django.urls import path

app_name = "adoption"
urlpatterns = [
    path("<uuid:pk>/silence/", lambda request, **kw: HttpResponse(""), name="silence-list"),
]
