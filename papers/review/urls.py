from django.urls import path

from papers.review.views import comments, matrix, rounds

app_name = "review"
ROUND = "<uuid:pk>/rounds/<int:number>/"
COMMENT = f"{ROUND}comments/<uuid:comment>/"
urlpatterns = [
    path("<uuid:pk>/rounds/", rounds.round_list, name="round-list"),
    path("<uuid:pk>/rounds/open/", rounds.round_open, name="round-open"),
    path("<uuid:pk>/rounds/issue/", rounds.revision_issue, name="revision-issue"),
    path(ROUND, rounds.round_detail, name="round-detail"),
    path(f"{ROUND}acknowledgement/", rounds.round_acknowledge, name="round-acknowledge"),
    path(f"{ROUND}answer/", rounds.round_answer, name="round-answer"),
    path(f"{ROUND}close/", rounds.round_close, name="round-close"),
    path(f"{ROUND}matrix/", matrix.matrix, name="matrix"),
    path(f"{ROUND}matrix.csv", matrix.matrix_csv, name="matrix-csv"),
    path(f"{ROUND}comments/", comments.comment_add, name="comment-add"),
    path(COMMENT, comments.comment_detail, name="comment-detail"),
    path(f"{COMMENT}edit/", comments.comment_edit, name="comment-edit"),
    path(f"{COMMENT}withdrawal/", comments.comment_withdraw, name="comment-withdraw"),
    path(f"{COMMENT}replies/", comments.reply_add, name="reply-add"),
    path(f"{COMMENT}disposition/", comments.disposition_add, name="disposition-add"),
]
