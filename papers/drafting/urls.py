from django.http import HttpResponse
from django.urls import path

from papers.drafting.views import papers

app_name = "drafting"
urlpatterns = [
    path("", papers.paper_list, name="paper-list"),
    path("new/", papers.paper_start, name="paper-start"),
    path("<uuid:pk>/edit/", lambda request, **kw: HttpResponse(""), name="working-edit"),
    path("<uuid:pk>/revisions/", lambda request, **kw: HttpResponse(""), name="revision-list"),
    path("<uuid:pk>/access/", lambda request, **kw: HttpResponse(""), name="access-detail"),
]
