from django.urls import path

from papers.drafting.views import acts, deciding, history, holds, papers, pictures, revisions, sharing, working

app_name = "drafting"
urlpatterns = [
    path("", papers.paper_list, name="paper-list"),
    path("new/", papers.paper_start, name="paper-start"),
    path("<uuid:pk>/edit/", working.working_edit, name="working-edit"),
    path("<uuid:pk>/edit/changes/", working.working_changes, name="working-changes"),
    path("<uuid:pk>/preview/", working.text_preview, name="text-preview"),
    path("<uuid:pk>/text/history/", history.history_detail, name="history-detail"),
    path("<uuid:pk>/text/history/name/", history.milestone_name, name="milestone-name"),
    path("<uuid:pk>/text/history/restore/", history.history_restore, name="history-restore"),
    path("<uuid:pk>/holds/", holds.hold_list, name="hold-list"),
    path("<uuid:pk>/holds/<uuid:hold_pk>/release/", holds.hold_release, name="hold-release"),
    path("<uuid:pk>/pictures/", pictures.picture_add, name="picture-add"),
    path("<uuid:pk>/pictures/<slug:sha256>/", pictures.picture_detail, name="picture-detail"),
    path("<uuid:pk>/text/kept/", working.recovery_keep, name="recovery-keep"),
    path("<uuid:pk>/issue/", working.revision_issue, name="revision-issue"),
    path("<uuid:pk>/text/kept/", working.recovery_keep, name="recovery-keep"),
    path("<uuid:pk>/recoveries/", working.recovery_list, name="recovery-list"),
    path("recoveries/<uuid:pk>/", working.recovery_detail, name="recovery-detail"),
    path("recoveries/<uuid:pk>/place/", deciding.recovery_place, name="recovery-place"),
    path("recoveries/<uuid:pk>/settle/", working.recovery_settle, name="recovery-settle"),
    path("<uuid:pk>/revisions/", revisions.revision_list, name="revision-list"),
    path("<uuid:pk>/revisions/<int:number>/", revisions.revision_detail, name="revision-detail"),
    path("<uuid:pk>/revisions/<int:number>/rebase/", deciding.working_rebase, name="working-rebase"),
    path("<uuid:pk>/compare/", revisions.revision_compare, name="revision-compare"),
    path("<uuid:pk>/table/", acts.paper_table, name="paper-table"),
    path("<uuid:pk>/withdraw/", acts.paper_withdraw, name="paper-withdraw"),
    path("<uuid:pk>/defer/", acts.paper_defer, name="paper-defer"),
    path("<uuid:pk>/resume/", acts.paper_resume, name="paper-resume"),
    path("<uuid:pk>/access/", sharing.access_detail, name="access-detail"),
    path("<uuid:pk>/access/preview/", sharing.access_preview, name="access-preview"),
    path("<uuid:pk>/access/change/", sharing.access_change, name="access-change"),
]
