from django.urls import include, path

from papers.api.views import v1

urlpatterns = [
    path("", include("portal.site_urls")),
    path("", include("portal.accounts.urls")),
    path("", include("papers.implementation.urls")),
    path("", include("papers.delegations.urls")),
    path("api/v1/", v1.urls),
    path("api/", include("papers.api.urls")),
    path("search/", include("papers.search.urls")),
    path("", include("papers.notifications.urls")),
    path("papers/", include("papers.exchange.urls")),
    path("papers/", include("papers.drafting.urls")),
    path("papers/", include("papers.review.urls")),
    path("papers/", include("papers.adoption.urls")),
]
