"""Errors a person can be told about: each names the text that says it (see `bot/texts`)."""


class Told(Exception):  # noqa: N818 - read as "told the person that ..."
    """Something a person can be told. `text_key` names the words, `values` fill them."""

    text_key = "error.unknown"

    def __init__(self, **values: str | int) -> None:
        """Keep what the words need."""
        super().__init__(self.text_key)
        self.values = values


class ChoiceGone(Told):
    """The button was of an older version: what it led to is no longer there."""

    text_key = "error.choice_gone"


class AnswerGone(Told):
    """The answer that was to be rated is unknown, or another person's."""

    text_key = "error.answer_gone"


class TooMany(Told):
    """More messages in a short time than one person writes. `seconds` says how long to wait."""

    text_key = "error.too_many"


class Later(Told):
    """The answer is not there yet; it will be when the person looks again."""

    text_key = "error.later"


class FormMoved(Told):
    """The answers changed while the result was being made: it would not be theirs."""

    text_key = "error.form_moved"


class AssessmentGone(Told):
    """There is no such assessment (any more)."""

    text_key = "error.assessment_gone"


class StateMoved(Told):
    """An assessment is not in a state from which that can be done: somebody was quicker, or its owner took it back."""

    text_key = "error.state_moved"


class FileGone(Told):
    """The file is not there, or another person's."""

    text_key = "error.file_gone"


class FileTooBig(Told):
    """More than `limit` megabytes."""

    text_key = "error.file_too_big"


class FileUnknown(Told):
    """Neither a photo nor a PDF, whatever its name says; moving pictures are none."""

    text_key = "error.file_unknown"


class FileBroken(Told):
    """A photo or a PDF that cannot be opened."""

    text_key = "error.file_broken"


class FileTooHeavy(Told):
    """Small to send and large to open: too many pixels, more than `pages` pages, or made to choke on."""

    text_key = "error.file_too_heavy"


class FileLocked(Told):
    """A PDF that wants a password, or forbids something without one."""

    text_key = "error.file_locked"


class NotAllowed(Told):
    """The actor may not do this, or not there."""

    text_key = "error.not_allowed"


class CodeGone(Told):
    """The one-time code is unknown, used or too old."""

    text_key = "error.code_gone"


class LastAdmin(Told):
    """Without this admin there would be none."""

    text_key = "error.last_admin"


class GroupGone(Told):
    """There are no such questions (any more), or not for this member of the staff."""

    text_key = "error.group_gone"


class NothingWaits(Told):
    """Nobody waits for this answer (any more), or it says nothing."""

    text_key = "error.nothing_waits"
