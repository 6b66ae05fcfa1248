"""Tables of files, one noun a file."""

from jariya.kernel.files.models.attachment import Attachment, Copy, Which
from jariya.kernel.files.models.deed import Deed
from jariya.kernel.files.models.file import Area, File, Scan
from jariya.kernel.files.models.upload import Upload

__all__ = ["Area", "Attachment", "Copy", "Deed", "File", "Scan", "Upload", "Which"]
