from django.urls import path

from papers.delegations import views

app_name = "delegations"
urlpatterns = [
    path("", views.delegation_list, name="delegation-list"),
]
