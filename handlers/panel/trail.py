"""What the staff did, in words: the audit keeps a deed and a thing by names of its own, which nobody should have to read."""

from bot.areas import named
from bot.db.audit import Done
from bot.domain.people import Language
from bot.domain.staff import Role
from bot.texts import say, words
from handlers.panel.tables import Column, Table

ABOUT = frozenset({"assign questions", "join questions", "part a question"})
"""Deeds that are about a second thing, which is kept in the place of a reason."""
NOBODY = "staff:0"


def what(deed: str, language: Language) -> str:
    """Return a deed in words; one that nobody named as it is kept: the trail says more than we know how to put."""
    known = words(language)
    key = f"deed.{deed.replace(' ', '_').replace('-', '_')}"
    start, _, rest = deed.partition(" ")
    if key in known:
        return say(language, key)
    return say(language, f"deed_of.{start}", rest=rest) if f"deed_of.{start}" in known else deed


def thing(kept: str, language: Language) -> str:
    """Return the thing that something was done to, in words."""
    kind, _, rest = kept.partition(":")
    if kind == "role":
        role, _, where = rest.partition(":")
        rest = f"{say(language, f'staff_role.{role}') if role in set(Role) else role}, {named(where) or say(language, 'panel.national')}"
    if kind == "list":
        rest = words(language).get(f"deed_list.{rest}", rest)
    return say(language, f"deed_on.{kind}", rest=rest) if f"deed_on.{kind}" in words(language) else kept


def why(done: Done, language: Language) -> str:
    """Return what stands beside a deed: the reason as it was written, or what else it was about, in words."""
    kept = done.row.why
    if done.row.deed == "revoke":
        return thing(f"role:{kept}", language)
    if done.row.deed not in ABOUT:
        return kept
    return say(language, "panel.questions.nobody") if kept == NOBODY else thing(kept, language)


def who(done: Done, language: Language) -> str:
    """Return the name of whoever did it."""
    return done.name or say(language, "deed_by.operator")


TRAIL: Table[Done] = Table(
    "jejak",
    "panel.menu.audit",
    (
        Column("when", "panel.when", lambda done, _: done.row.done_at),
        Column("who", "panel.who", who),
        Column("what", "panel.what", lambda done, language: what(done.row.deed, language)),
        Column("on", "panel.on_what", lambda done, language: thing(done.row.object, language)),
        Column("why", "panel.why", why, sorts=False),
    ),
)
