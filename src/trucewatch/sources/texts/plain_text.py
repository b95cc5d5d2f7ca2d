"""Plain text, exactly as it is."""

from trucewatch.sources.texts.file_text import PLAIN, FileText
from trucewatch.vocabulary.refusal import Refused


def read_plain(content: bytes) -> FileText:
    """The decoded UTF-8 with every line end and a mark at its start left as they are.

    Offsets into it are code points of the file, which whoever reads the file alone counts as well.
    """
    try:
        return FileText(content.decode("utf-8"), (), PLAIN)
    except UnicodeDecodeError as error:
        raise Refused(
            "The text is not in UTF-8: byte {place} cannot be read.", values={"place": error.start}
        ) from error
