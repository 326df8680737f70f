from django.http import HttpResponse
from django.urls import path

app_name = "implementation"
urlpatterns = [
    path("portfolio/", lambda request, **kw: HttpResponse(""), name="portfolio"),
    path(
        "papers/<uuid:pk>/recommendations/",
        lambda request, **kw: HttpResponse(""),
        name="recommendation-list",
    ),
]
