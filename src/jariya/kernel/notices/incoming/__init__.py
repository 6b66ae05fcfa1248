"""Mail that comes in: replies of citizens to notices, and reports that a letter of ours did not arrive.

A letter is stored sealed in the SMTP dialogue, read by a job, and handed to what its kind of case registered:
`handler("request", function, says)`. It may only add words to the writer's own case; what is more is done on the page.
"""

from jariya.kernel.notices.incoming.handlers import (
    Handed,
    Handler,
    Reply,
    attachments,
    handler,
    handler_of,
    invitation,
)

__all__ = ["Handed", "Handler", "Reply", "attachments", "handler", "handler_of", "invitation"]
