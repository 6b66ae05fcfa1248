"""The processes that answer questions to tables: apart from the web, without access to anything else, with limits.

`supervisor` keeps `worker`s behind one local socket; `client` is what the web speaks through. Each worker answers one
question at a time, so that ending a question by force ends nothing else. No Django here: a worker starts in a moment
and knows neither the database nor a secret.
"""
