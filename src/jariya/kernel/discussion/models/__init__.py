"""Tables of the discussion, one noun a file."""

from jariya.kernel.discussion.models.comment import Comment, Voice, Wording
from jariya.kernel.discussion.models.organisation import Organisation
from jariya.kernel.discussion.models.review import Report, Review
from jariya.kernel.discussion.models.step import Step
from jariya.kernel.discussion.models.support import Support
from jariya.kernel.discussion.models.together import Together

__all__ = ["Comment", "Organisation", "Report", "Review", "Step", "Support", "Together", "Voice", "Wording"]
