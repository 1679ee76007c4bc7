"""Consents in a form: which words are agreed to, and what withdrawing does."""

from hashlib import sha256

from bot.domain.assessment import Decision, Purpose
from bot.domain.people import Language
from bot.texts import words

WORDS = {
    Purpose.ASSESSMENT: "form.consent_assessment",
    Purpose.SHARING: "form.send.consent",
    Purpose.EVIDENCE: "form.proof.consent",
    Purpose.ANNOUNCEMENTS: "form.news.consent",
}
"""The text that says what is agreed to, by purpose."""


def version_of(purpose: Purpose, language: Language) -> str:
    """Return the version of the words: their language, and the beginning of their SHA-256, by which they are found in the history."""
    return f"{language}:{sha256(words(language)[WORDS[purpose]].encode()).hexdigest()[:12]}"


def decision(purpose: Purpose, language: Language, how: str, *, is_given: bool) -> Decision:
    """Return what a person decided, in the words that they were shown."""
    return Decision(purpose, is_given, version_of(purpose, language), how)
