"""Tables of files, one noun a file."""

from jariya.kernel.files.models.attachment import Attachment, Copy, Which
from jariya.kernel.files.models.deed import Deed
from jariya.kernel.files.models.draft import Draft, Way
from jariya.kernel.files.models.file import Area, File, Scan
from jariya.kernel.files.models.upload import Upload

__all__ = ["Area", "Attachment", "Copy", "Deed", "Draft", "File", "Scan", "Upload", "Way", "Which"]
