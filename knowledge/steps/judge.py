"""Judge: decide whether a question is for us, whether it is known, and which passages answer it."""

import re

from knowledge.amounts import amounts_in, asks_for_class, fits, how_exactly
from knowledge.answering import Outcome, Reply, Thinking
from knowledge.asks import Asks, asked_for
from knowledge.passages import Kind, Passage
from knowledge.retrieval import Hit
from knowledge.rules import Fit
from knowledge.scope import Evidence, Zone
from knowledge.steps.fitting import CLOSE, Part, answers, first_fitting, leads, missing, passages_for
from knowledge.steps.openers import openers
from knowledge.steps.subject import has_no_subject

WITHOUT_TEXT = frozenset({("Permenperin", 78), ("Permenperin", 14), ("Inpres", 6)})
_PASAL = re.compile(r"\b(?:pasal|psl|ayat|diktum|article|articles|clause)\b", re.IGNORECASE)
_OVOP = re.compile(r"\bovop\b|\bsatu desa satu produk\b|\bone village\b", re.IGNORECASE)
MOST_CHOICES = 3
TWO = 2
FEW_WORDS = 3
PLAINLY = 0.1
"""How much nearer a matter of the bot itself must be than any passage, where the question may be ours too."""


def judge(thinking: Thinking) -> Reply | None:
    """End what cannot be answered; else set `passages`."""
    if _vague(thinking):
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.clarify"), choices=nearest(thinking))
    found = evidence(thinking)
    zone = thinking.library.calibration.zone(found)
    if reply := _of_the_bot(thinking, found, zone) or _refused(thinking, zone) or _invented(thinking) or _article(thinking):
        return reply
    _by_amount(thinking)
    if thinking.passages:
        return None
    if zone is Zone.MAYBE:
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.maybe_related"), choices=nearest(thinking))
    return _choose(thinking)


def evidence(thinking: Thinking) -> Evidence:
    """Return what speaks for the question being in scope."""
    hits = thinking.found.hits
    mentioned = any(mention.meant for mention in thinking.mentions)
    named = mentioned or thinking.library.lexicon.names_domain(thinking.query) or asks_for_class(thinking.query)
    leaning = thinking.library.leaning(thinking.query)
    return Evidence(max(hit.dense for hit in hits), thinking.found.decoy, leaning, named)


def _of_the_bot(thinking: Thinking, found: Evidence, zone: Zone) -> Reply | None:
    """Tell of the bot itself where that is asked rather than something of the corpus."""
    key = thinking.library.matters.get(thinking.found.nearest_decoy)
    if key is None or (zone is Zone.ANSWER and found.decoy - found.near < PLAINLY):
        return None
    return thinking.ends(Outcome.CLARIFICATION, thinking.say(key), choices=openers(thinking.library.corpus))


def _refused(thinking: Thinking, zone: Zone) -> Reply | None:
    if zone is not Zone.REFUSE:
        return None
    return thinking.ends(Outcome.OUT_OF_SCOPE, thinking.say("answer.out_of_scope"), choices=openers(thinking.library.corpus))


def _invented(thinking: Thinking) -> Reply | None:
    """Refuse to explain, or to take for granted, a rule that the corpus does not know."""
    unknown = [mention.asked for mention in thinking.mentions if mention.fit is Fit.UNKNOWN]
    if not unknown:
        return None
    return _lacking(thinking, thinking.say("answer.unknown_rule", rule=str(unknown[0]).strip()))


def _article(thinking: Thinking) -> Reply | None:
    """Refuse an article of the three OVOP rules: their official text was not loaded."""
    if not _PASAL.search(thinking.query):
        return None
    meant = {(rule.kind, rule.number) for mention in thinking.mentions for rule in mention.meant}
    ours = meant & WITHOUT_TEXT or (not thinking.mentions and _OVOP.search(thinking.query))
    return _lacking(thinking, thinking.say("answer.no_pasal")) if ours else None


def _vague(thinking: Thinking) -> bool:
    """Tell whether the question says what is wanted but not of what, or names a rule that may be two ("syaratnya apa", "PP 28")."""
    if any(mention.fit is Fit.AMBIGUOUS for mention in thinking.mentions):
        return len(thinking.query.split()) <= FEW_WORDS
    if any(mention.meant for mention in thinking.mentions):
        return False
    return has_no_subject(thinking.query)


def _by_amount(thinking: Thinking) -> None:
    """Where the question gives an amount and asks for a class, take the passage of that class."""
    amounts = amounts_in(thinking.query)
    if not amounts:
        return
    near = [hit.passage for hit in thinking.found.hits]
    sources = {passage.source.id for passage in near if passage.ranges}
    kin = [passage for passage in thinking.library.corpus.passages if passage.source.id in sources]
    fitting = [passage for passage in (*near, *kin) if fits(passage.ranges, amounts)]
    if fitting:
        thinking.passages = [max(fitting, key=lambda passage: how_exactly(passage.ranges, amounts))]
        said = [thinking.say(f"answer.amount.{amount.measure}", words=amount.words) for amount in amounts]
        thinking.notices.append(thinking.say("answer.fits", amount=", ".join(said)))


def _choose(thinking: Thinking) -> Reply | None:
    """Take the best passage that holds what is asked for, or one for each thing asked; when none near does, say what is missing."""
    kinds = asked_for(thinking.focus or thinking.query)
    if len(thinking.found.by_clause) >= TWO and not leads(thinking.found.hits, thinking.found.by_clause, kinds):
        return _choose_parts(thinking)
    best = _best(thinking, kinds)
    chosen = first_fitting(thinking.found.hits, best, kinds)
    if chosen is None:
        return _lacking(thinking, thinking.say(missing(best.passage, kinds).value))
    thinking.passages = [chosen]
    return None


def _choose_parts(thinking: Thinking) -> Reply | None:
    """Take one passage where it answers all that is asked, else one for each part; what has none is said to be missing."""
    parts = [Part(asked_for(clause), hits) for clause, hits in zip(thinking.clauses, thinking.found.by_clause, strict=True)]
    thinking.passages = passages_for(parts, lambda passage: len(thinking.wording(passage).text))
    lacks = [thinking.say(part.missing.value) for part in parts if part.chosen is None]
    if not any(passage.kind is Kind.FACT for passage in thinking.passages) and lacks:
        thinking.passages = []
        return _lacking(thinking, lacks[0])
    thinking.lacks = list(dict.fromkeys(lacks))
    return None


def _best(thinking: Thinking, kinds: tuple[Asks, ...]) -> Hit:
    """Return the first hit; where that says what is not known, rather a fact about as good.

    Such a fact fits the clause that asks, or names the rule that is asked for.
    """
    first = thinking.found.hits[0]
    if first.passage.kind is Kind.FACT:
        return first
    best = [hits[0].passage for hits in thinking.found.by_clause]
    facts = (hit for hit in thinking.found.hits if hit.passage.kind is Kind.FACT and first.score - hit.score <= CLOSE)
    return next((hit for hit in facts if hit.passage in best or (Asks.RULE in kinds and answers(hit.passage, kinds))), first)


def _lacking(thinking: Thinking, lack: str) -> Reply:
    """Refuse: what is missing, where to ask, and the nearest things that are known as choices."""
    return thinking.ends(Outcome.NOT_IN_INDEX, f"{lack}\n\n{thinking.say('answer.ask_office')}", choices=nearest(thinking))


def nearest(thinking: Thinking) -> tuple[Passage, ...]:
    """Return up to three facts near the question."""
    return tuple(hit.passage for hit in thinking.found.hits if hit.passage.kind is Kind.FACT)[:MOST_CHOICES]
