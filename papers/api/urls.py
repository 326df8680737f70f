from django.urls import path

from papers.api.views import tokens

app_name = "api"
urlpatterns = [
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/<uuid:pk>/end/", tokens.token_end, name="token-end"),
]
