"""Errors a person can be told about: each names the text that says it (see `bot/texts`)."""

from enum import StrEnum


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


class PrivateOnly(Told):
    """What was asked for in a group is a person's own: it is shown in their chat with `bot` only."""

    text_key = "error.private_only"


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


class FileFromIphone(FileUnknown):
    """The file is a HEIC photo, as iPhones keep them: sent as a photo, it comes as a JPG."""

    text_key = "error.file_heic"


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


class AnnouncementGone(Told):
    """There is no such announcement (any more), or not in the actor's areas."""

    text_key = "news.error.gone"


class StageMoved(Told):
    """An announcement is not at a stage at which that can be done: somebody was quicker."""

    text_key = "news.error.moved"


class Wrong(StrEnum):
    """Why an announcement cannot be sent as it is: keys under `news.error`."""

    EMPTY = "empty"
    FILES = "files"
    MIXED = "mixed"
    LINKS = "links"
    LABEL = "label"
    ALBUM_ASKS = "album_asks"
    HOST = "host"
    LONG = "long"
    AREA = "area"
    AREA_UNKNOWN = "area_unknown"
    WHEN = "when"
    PAST = "past"
    LINE = "line"
    CODES = "codes"
    LIST_NAME = "list_name"
    LIST_TAKEN = "list_taken"


class ContentWrong(Told):
    """What was written, or for whom, cannot be sent as it is."""

    def __init__(self, why: Wrong, **values: str | int) -> None:
        """Keep why."""
        self.text_key = f"news.error.{why}"
        super().__init__(**values)


class NobodyElse(Told):
    """Nobody besides the author may approve it."""

    text_key = "news.error.nobody_else"


class ViewsDiffer(Told):
    """Assessors differ on `count` answers and nobody settled them: a third one has to say theirs first."""

    text_key = "panel_review.views_differ"


class WordsWanted(Told):
    """An officer sends something back, or closes a review, without a word for the owner."""

    text_key = "panel_review.words_wanted"


class PanelOnly(Told):
    """An owner who does not use the channel was told that nothing of theirs goes through it: the panel shows it."""

    text_key = "desk.panel_only"


class ItemSettled(Told):
    """Assessors differed on this answer, and another one settled it."""

    text_key = "panel_review.item_settled"


class AnswerTooLong(Told):
    """An officer's answer is longer than it may be."""

    text_key = "desk.too_long"


class PassageMoved(Told):
    """A passage is not in a state in which that can be done: somebody was quicker, or it is being checked."""

    text_key = "error.passage_moved"


class SecondPerson(Told):
    """Whoever wrote a passage last does not publish it."""

    text_key = "error.second_person"


class Flaw(StrEnum):
    """Why a passage cannot be kept as it is written: keys under `passage_wrong`."""

    LENGTH = "length"
    ARTICLE = "article"
    PROMISE = "promise"


class PassageWrong(Told):
    """A passage cannot be kept as it is written."""

    def __init__(self, why: Flaw, **values: str | int) -> None:
        """Keep why."""
        self.text_key = f"passage_wrong.{why}"
        super().__init__(**values)
