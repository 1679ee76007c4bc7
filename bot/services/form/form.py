"""An owner's form as a value: what is known, where it stands, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise

from bot.domain.assessment import Profile, State
from bot.domain.instrument import Instrument, Item, in_language
from bot.domain.people import Language
from bot.domain.screens import Action

PROFILE = ("@name", "@business", "@commodity", "@area", "@sentra", "@since")
REVIEW, RESULT, START = "@review", "@result", "@start"


@dataclass(frozen=True, slots=True)
class Form:
    """One assessment. `answers` has the option by item ("" where it was skipped), `evidence` how many files by item.

    `back_to` is the place to return to after a change of one answer ("" in the ordinary course).
    """

    id: int
    code: str
    state: State
    place: str
    instrument: Instrument
    language: Language
    profile: Profile = field(default_factory=Profile)
    answers: Mapping[str, str] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    back_to: str = ""
    revision: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """Return the items that are asked."""
        return self.instrument.items_for(self.profile.commodity)

    @property
    def places(self) -> tuple[str, ...]:
        """Return all places in their order."""
        return (*PROFILE, *(item.id for item in self.items), REVIEW)

    @property
    def is_editable(self) -> bool:
        """Tell whether answers can still change: what was reviewed stays as it was."""
        return self.state is not State.REVIEWED

    @property
    def item(self) -> Item | None:
        """Return the item that the owner is at."""
        return self.asked(self.place)

    @property
    def proved(self) -> Item | None:
        """Return the item that evidence is for which comes now: the one the owner is at, else the last before it that wants any."""
        reached = self.places[: self.places.index(self.place) + 1] if self.place in self.places else ()
        return next((item for item in reversed(self.items) if item.id in reached and item.proof is not None), None)

    @property
    def chosen(self) -> Mapping[str, str]:
        """Return the answers that count: those to items that are asked, without what was skipped."""
        return {item.id: self.answers[item.id] for item in self.items if self.answers.get(item.id)}

    @property
    def left(self) -> int:
        """Return how many items have neither an answer nor were skipped."""
        return sum(item.id not in self.answers for item in self.items)

    def asked(self, place: str) -> Item | None:
        """Return the item of that id if it is asked in this form."""
        return next((item for item in self.items if item.id == place), None)

    def after(self, place: str) -> str:
        """Return the place after one: that of the summary where one answer was changed from there."""
        if self.back_to:
            return self.back_to
        return next((second for first, second in pairwise(self.places) if first == place), REVIEW)

    def before(self, place: str) -> str:
        """Return the place before one; the first has none before it."""
        return next((first for first, second in pairwise(self.places) if second == place), PROFILE[0])

    @property
    def next_asked(self) -> str:
        """Return the place after one that is asked no more, since something else is made now."""
        rest = dropwhile(lambda item: item.id != self.place, self.instrument.items)
        return next((item.id for item in rest if self.asked(item.id)), REVIEW)

    def action(self, verb: str, value: str = "", place: str = "") -> Action:
        """Return what a button of this form does, here unless another place is named."""
        return Action(self.id, place or self.place, verb, value)

    def words_of(self, item: Item, option_id: str) -> str:
        """Return the label of an option in the owner's language; "" where there is none."""
        option = item.option(option_id)
        return in_language(option.label, self.language) if option else ""
