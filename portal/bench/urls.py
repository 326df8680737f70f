"""The product's addresses, and the floor: a bare view with the signed-in person and one query."""

from django.http import HttpResponse
from django.urls import include, path

from papers.delegations.models import Body


def floor(request):
    """What any page costs at least: session, person, one row."""
    return HttpResponse(f"{request.user.pk} {Body.objects.values_list('code', flat=True).first()}")


urlpatterns = [path("floor/", floor), path("", include("portal.urls"))]
