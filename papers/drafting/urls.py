from django.http import HttpResponse
from django.urls import path

app_name = "drafting"
urlpatterns = [
    path("", lambda request, **kw: HttpResponse(""), name="paper-list"),
    path("<uuid:pk>/revisions/", lambda request, **kw: HttpResponse(""), name="revision-list"),
    path("<uuid:pk>/access/", lambda request, **kw: HttpResponse(""), name="access-detail"),
]
