from django.db import models


class Blob(models.Model):
    """Bytes by their sha256, kept once. Who may fetch them is decided by the row above that owns them."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.sha256[:12]

    @property
    def path(self):
        return f"blobs/{self.sha256[:2]}/{self.sha256}"
