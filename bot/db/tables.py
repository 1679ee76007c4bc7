"""The tables of the way of a question, for statements that are made once and run without the ORM."""

from typing import cast

from sqlalchemy import Table

from bot.db.models import AnswerRow, ChoiceRow, CitationRow, ConversationRow, PersonRow, QuestionRow, RatingRow

PEOPLE, CONVERSATIONS, QUESTIONS = (cast("Table", row.__table__) for row in (PersonRow, ConversationRow, QuestionRow))
ANSWERS, CITATIONS, CHOICES, RATINGS = (cast("Table", row.__table__) for row in (AnswerRow, CitationRow, ChoiceRow, RatingRow))
