"""The mail backend of an installation without a mail server: mails are kept for the outbox page."""

from django.core.mail.backends.base import BaseEmailBackend

from papers.notifications.models import OutboxMail


class OutboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        kept = [
            OutboxMail(
                to=", ".join(message.recipients()),
                subject=message.subject,
                body=message.body,
                message_id=message.extra_headers.get("Message-ID", ""),
            )
            for message in email_messages
        ]
        return len(OutboxMail.objects.bulk_create(kept))
