"""An officer's answer as a passage: it says whose words it is, and that it is no rule."""

from zoneinfo import ZoneInfo

from bot.areas import WESTERN
from bot.domain.waiting import Shelved
from knowledge.passages import Confidence, Kind, Passage, Source, Status, Wording

TOPIC = "petugas"


def as_passage(given: Shelved) -> Passage:
    """Return what is answered from. Its source is the office, with the day of the answer; its status that of an officer's words."""
    name, day = f"{TOPIC}-{given.id}", given.drafted_at.astimezone(ZoneInfo(WESTERN))
    title = {"id": f"Jawaban petugas, {day:%d-%m-%Y}", "en": f"An officer's answer, {day:%d-%m-%Y}"}
    source = Source(name, given.office, title, "officer", status=Status.OFFICER, status_date=f"{day:%Y-%m-%d}")
    asked = tuple(dict.fromkeys(line.strip() for line in [given.title, *given.asked.splitlines()] if line.strip()))
    return Passage(
        f"{name}.jawaban", source, {"id": Wording(given.title, given.text)}, TOPIC, Kind.FACT, Status.OFFICER, Confidence.KUAT, asked
    )
