"""Who is told what, by which channel: subscriptions, inbox, outbox, mail, SMS, feeds."""
