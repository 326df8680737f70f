from django.urls import path

from papers.implementation import views

app_name = "implementation"
urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/recommendations/", views.portfolio_recommendations, name="portfolio-recommendations"),
    path("portfolio/recommendations.csv", views.portfolio_csv, name="portfolio-csv"),
    path("portfolio/recommendations.json", views.portfolio_json, name="portfolio-json"),
    path("portfolio/compared/", views.breakdown, name="breakdown"),
    path("portfolio/compared.csv", views.breakdown_csv, name="breakdown-csv"),
    path("papers/<uuid:pk>/recommendations/", views.recommendation_list, name="recommendation-list"),
    path("papers/<uuid:pk>/recommendations/close/", views.paper_close, name="paper-close"),
    path("recommendations/<uuid:pk>/", views.recommendation_detail, name="recommendation-detail"),
    path("recommendations/<uuid:pk>/assign/", views.recommendation_assign, name="recommendation-assign"),
    path("recommendations/<uuid:pk>/answer/", views.recommendation_answer, name="recommendation-answer"),
    path("recommendations/<uuid:pk>/status/", views.recommendation_status, name="recommendation-status"),
    path(
        "recommendations/<uuid:pk>/confidence/",
        views.recommendation_confidence,
        name="recommendation-confidence",
    ),
    path("recommendations/<uuid:pk>/report/", views.report_add, name="report-add"),
    path("recommendations/<uuid:pk>/verify/", views.recommendation_verify, name="recommendation-verify"),
    path("recommendations/<uuid:pk>/note/", views.recommendation_dissent, name="recommendation-dissent"),
    path("recommendations/<uuid:pk>/plan/", views.action_add, name="action-add"),
    path("recommendations/actions/<uuid:pk>/", views.action_step, name="action-step"),
    path("recommendations/<uuid:pk>/in-the-way/", views.blocker_add, name="blocker-add"),
    path("recommendations/in-the-way/<uuid:pk>/", views.blocker_end, name="blocker-end"),
    path("recommendations/<uuid:pk>/criteria/", views.criteria_propose, name="criteria-propose"),
    path("recommendations/criteria/<uuid:pk>/", views.criteria_decide, name="criteria-decide"),
    path("recommendations/<uuid:pk>/letter/", views.letter_add, name="letter-add"),
    path("recommendations/letters/<uuid:pk>/", views.letter_decide, name="letter-decide"),
    path("recommendations/letters/<uuid:pk>/file/", views.letter_file, name="letter-file"),
    path("recommendations/<uuid:pk>/link/", views.recommendation_link, name="recommendation-link"),
    path("recommendations/links/<uuid:pk>/end/", views.link_end, name="link-end"),
    path("recommendations/<uuid:pk>/close/", views.closure_propose, name="closure-propose"),
    path("recommendations/<uuid:pk>/reopen/", views.recommendation_reopen, name="recommendation-reopen"),
    path("recommendations/closures/<uuid:pk>/", views.closure_decide, name="closure-decide"),
    path("recommendations/evidence/<uuid:pk>/", views.evidence_download, name="evidence-download"),
]
