"""Files from documents: a letter that opens in Word, a calendar, a plan to print. Same document, same bytes."""

from bot.documents.files import File, file_of

__all__ = ["File", "file_of"]
