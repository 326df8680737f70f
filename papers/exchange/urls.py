from django.urls import path

from papers.exchange import views

app_name = "exchange"
urlpatterns = [
    path("import/", views.paper_import, name="paper-import"),
    path("<uuid:pk>/import/", views.import_detail, name="import-detail"),
]
