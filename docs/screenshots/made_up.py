"""A made-up province for the pictures of the panel: nobody in it exists. What is random in it is the same each time."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.db.asked_alike import Wanted
from bot.db.assessment_models import AssessmentRow
from bot.db.database import Database
from bot.domain.answer import Citation, Outcome, Rating
from bot.domain.assessment import State
from bot.domain.instrument import Instrument
from bot.domain.listing import Listing
from bot.domain.messages import Message
from bot.domain.people import Address, Channel, Language
from bot.domain.scoring import score
from bot.domain.staff import Grant, Role, Staff
from bot.services.ask import Ask
from bot.services.rate import Rate
from tests.fakes import FakeThinker, FakeThought, FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.services.test_reply import Scene

OFFICER = Staff(1, "Bu Rini", "Dinas Perindustrian Kab. Malang", (Grant(Role.ASSESSOR),))
HANDED = (
    ("35.07", "pangan", ("Keripik Tempe Bu Narti", "Dapur Bu Endah", "Kopi Pak Slamet", "Sari Apel Mbak Yuni", "Abon Bu Lastri")),
    ("35.07", "pangan", ("Emping Jagung Bu Wiwik", "Rengginang Mbok Tun", "Stik Susu Mas Agus", "Kerupuk Ikan Bu Ratmi")),
    ("35.07", "batik", ("Batik Bu Wening", "Batik Pak Harjo", "Batik Mbak Laras", "Batik Bu Lilik", "Batik Mas Dimas", "Batik Bu Tutik")),
    ("35.07", "anyaman", ("Anyaman Pak Karto", "Mendong Bu Sumi", "Bambu Pak Giman", "Pandan Mbak Rini", "Anyaman Bu Pur")),
    ("35.09", "batik", ("Batik Bu Mariyam", "Batik Pak Hasan", "Batik Mbak Dewi", "Batik Bu Halimah", "Batik Mas Fajar", "Batik Bu Yayuk")),
    ("35.09", "pangan", ("Suwar Suwir Bu Nur", "Tape Pak Imam", "Kopi Mas Bayu", "Edamame Mbak Ika", "Prol Tape Bu Ida")),
    ("35.10", "anyaman", ("Anyaman Bu Untung", "Bambu Pak Sapuan", "Tikar Mbah Inah", "Besek Mas Rizal", "Besek Bu Atun")),
    ("35.73", "gerabah", ("Keramik Pak Joni", "Gerabah Bu Siska", "Guci Mas Anton", "Keramik Mbak Vina", "Gerabah Pak Udin")),
)  # fmt: skip
STATES = (State.SUBMITTED, State.SUBMITTED, State.IN_REVIEW, State.REVIEWED, State.RETURNED)
ANSWERED = {
    "apa itu OVOP?": "tanya-ovop.apa-itu",
    "sentra minimal berapa usaha": "pp-29-2018.jumlah-unit",
    "apakah perlu NIB?": "nib-oss.apa-itu",
    "sertifikat halal gratis?": "halal.fasilitasi",
    "daftar merek bayar berapa": "merek.tarif",
    "bintang ovop sampai berapa": "bintang-ovop.skala",
}
ENGLISH, RATED, UP = 0.08, 0.45, 0.85
"""Shares of the answers: in English, rated, and of those with a thumb up."""
ENDS = {Outcome.ANSWERED: 90, Outcome.OUT_OF_SCOPE: 5, Outcome.CLARIFICATION: 5}
ANSWERED_BY_OFFICERS = (
    "jam buka kantor dinas", "fotokopi NIB perlu dilegalisir?", "ada tempat pamer produk di kantor?", "boleh datang hari Sabtu?",
    "siapa yang meninjau usaha batik", "bisa minta contoh proposal", "kapan petugas datang ke Dampit", "di mana rumah kemasan terdekat",
)  # fmt: skip
WAITING = (
    ("35.07", ("jadwal pelatihan kemasan kepanjen", "kapan pelatihan kemasan di Kepanjen?", "pelatihan kemasan kepanjen bulan apa")),
    ("35.07", ("alamat kantor dinas perindustrian Malang di mana?", "kantor dinas perindustrian malang alamatnya mana")),
    ("35.09", ("siapa pendamping IKM di kecamatan Sumberjambe?",)),
    ("", ("apakah usaha rumahan di apartemen boleh ikut OVOP?",)),
    ("", ("nilai penilaian mandiri saya 70, cukup untuk diusulkan?", "nilai penilaian mandiri 70 apa cukup buat diusulkan ya")),
)  # fmt: skip


@dataclass
class MadeUp:
    """Fills a database that the product has already opened, as if people had used it for a quarter of a year."""

    database: Database
    chance: random.Random

    async def filled(self, now: datetime | None = None) -> None:
        """Add all of it, up to now."""
        self.now = now or datetime.now(UTC)
        await self._handed_in()
        await self._asked()
        await self._waits()

    async def _handed_in(self) -> None:
        opening = Forms(self.database, FixedClock(self.now)).filling.opening
        hand, instrument = Handing(self.database, opening.questionnaires), opening.questionnaires.present
        for area, commodity, names in HANDED:
            for name in names:
                answers = self._answers(instrument, commodity)
                state = self.chance.choice(STATES)
                days = self.chance.randrange(1, 20) if state is State.SUBMITTED else self.chance.randrange(5, 100)
                number = await hand(
                    self.now - timedelta(days=days, hours=self.chance.randrange(9)), area=area, commodity=commodity, business=name,
                    state=state, answers=answers, percent=score(instrument, commodity, answers).percent,
                )  # fmt: skip
                signs = "".join(self.chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=8))
                async with self.database.writing() as session:
                    named = update(AssessmentRow).where(AssessmentRow.id == number).values(code=f"{signs[:4]}-{signs[4:]}")
                    await session.execute(named)

    def _answers(self, instrument: Instrument, commodity: str) -> dict[str, str]:
        level = self.chance.choice((0.35, 0.5, 0.6, 0.75))
        items = instrument.items_for(commodity)
        return {
            item.id: self.chance.choices(
                [option.id for option in item.options],
                [(level if option.points == item.most else 1 - level) + 0.05 for option in item.options],
            )[0]
            for item in items
        }  # fmt: skip

    async def _asked(self) -> None:
        """Let people ask what the bot knows, more of them each week."""
        clock = FixedClock(self.now)
        thinker = FakeThinker()
        ask, rate = Ask(self.database, thinker, clock), Rate(self.database, clock)
        for week in range(11, -1, -1):
            for number in range(6 + 2 * (11 - week) + self.chance.randrange(6)):
                clock.moment = self.now - timedelta(days=7 * week, hours=self.chance.randrange(1, 60))
                [(asked, passage)] = self.chance.choices(list(ANSWERED.items()), (9, 6, 5, 4, 3, 2))
                is_english = self.chance.random() < ENGLISH
                thinker.thought = self._thought(passage, is_english=is_english)
                who = Address(Channel.WEB, f"tamu-{week}-{number}")
                answer = await ask(Message(who, asked, f"k{week}-{number}"))
                if thinker.thought.outcome is Outcome.ANSWERED and self.chance.random() < RATED:
                    await rate(who, answer.token, Rating.UP if self.chance.random() < UP else Rating.DOWN)

    def _thought(self, passage: str, *, is_english: bool) -> FakeThought:
        language = Language.ENGLISH if is_english else Language.INDONESIAN
        [outcome] = self.chance.choices(list(ENDS), list(ENDS.values()))
        cited = (Citation(passage, "", "", "", "", "", ""),) if outcome is Outcome.ANSWERED else ()
        return FakeThought("", outcome, language, cited, ())

    async def _waits(self) -> None:
        """Let officers have answered some of what the bot did not know, and let the rest wait."""
        scene = Scene(self.database, FixedClock(self.now))
        for week, words in enumerate(ANSWERED_BY_OFFICERS, 1):
            scene.clock.moment = self.now - timedelta(days=7 * week)
            await scene.asks(Address(Channel.WEB, f"lama-{week}"), words, "35.07")
            leaf = await scene.reply.queue(OFFICER, Wanted(), Listing())
            scene.clock.pass_by(timedelta(hours=self.chance.randrange(3, 40)))
            [group] = [row.id for row in leaf.found.rows if row.lead == words]
            await scene.reply.answer(OFFICER, group, "Silakan datang ke kantor kami pada jam kerja, Senin sampai Jumat.")
        number = 0
        for area, asked in WAITING:
            for words in asked:
                number += 1
                scene.clock.moment = self.now - timedelta(days=self.chance.randrange(1, 12), hours=number)
                await scene.asks(Address(Channel.WEB, f"tanya-{number}"), words, area)
