from django.urls import path

from papers.exchange import views

app_name = "exchange"
ROUND = "<uuid:pk>/rounds/<int:number>/"


def dashboard(address, name, what, kind):
    """A dashboard's file to be read on paper."""
    return path(address, views.dashboard_file, {"what": what, "kind": kind}, name=name)


urlpatterns = [
    path("import/", views.paper_import, name="paper-import"),
    path("lists/import/", views.sheet_add, name="sheet-add"),
    path("lists/import/<uuid:pk>/", views.sheet_detail, name="sheet-detail"),
    path("recommendations/<uuid:pk>/figures/", views.figures_add, name="figures-add"),
    path(f"{ROUND}files/", views.brought_add, name="brought-add"),
    path(f"{ROUND}files/<uuid:brought>/", views.brought_detail, name="brought-detail"),
    path(f"{ROUND}matrix.docx", views.matrix_file, {"kind": "docx"}, name="matrix-docx"),
    path(f"{ROUND}marked.docx", views.marked_file, {"kind": "docx"}, name="marked-docx"),
    path(f"{ROUND}sheet.csv", views.sheet_to_fill, {"kind": "csv"}, name="fill-csv"),
    path(f"{ROUND}sheet.xlsx", views.sheet_to_fill, {"kind": "xlsx"}, name="fill-xlsx"),
    dashboard("report.pdf", "report-pdf", "account", "pdf"),
    dashboard("report.docx", "report-docx", "account", "docx"),
    dashboard("recommendations.pdf", "portfolio-pdf", "portfolio", "pdf"),
    dashboard("compared.pdf", "breakdown-pdf", "breakdown", "pdf"),
    dashboard("indicators.pdf", "trend-pdf", "trends", "pdf"),
    path("files/<uuid:pk>/", views.job_detail, name="job-detail"),
    path("files/<uuid:pk>/file/", views.job_file, name="job-file"),
    path("<uuid:pk>/import/", views.import_detail, name="import-detail"),
    path("<uuid:pk>/report.pdf", views.paper_report, {"kind": "pdf"}, name="paper-report-pdf"),
    path("<uuid:pk>/report.docx", views.paper_report, {"kind": "docx"}, name="paper-report-docx"),
    path(
        "<uuid:pk>/revisions/<int:number>/file.pdf", views.revision_file, {"kind": "pdf"}, name="revision-pdf"
    ),
    path(
        "<uuid:pk>/revisions/<int:number>/file.docx",
        views.revision_file,
        {"kind": "docx"},
        name="revision-docx",
    ),
]
