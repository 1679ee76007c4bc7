"""A4 with the typeface of all that is printed here: what it lacks is made visible."""

from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.domain.people import Language
from bot.reporting.lettering import legible, typeface

FACE = "DejaVu"


class Sheet(FPDF):
    """Pages in portrait, with a title and a language."""

    def __init__(self, title: str, language: Language) -> None:
        """Take the fonts, and say what the file is."""
        super().__init__(format="A4")
        self._known: dict[bool, frozenset[int]] = {}
        for bold in (False, True):
            self.add_font(FACE, "B" if bold else "", typeface(bold=bold))
            font = self.fonts[f"{FACE.lower()}{'B' if bold else ''}"]
            self._known[bold] = frozenset(font.cmap) if isinstance(font, TTFFont) else frozenset()
        self.set_title(self.legible(title))
        self.set_lang(language)

    def close(self) -> None:
        """Close the font files, which fpdf2 leaves open."""
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def legible(self, text: str, *, bold: bool = False) -> str:
        """Return `text` with what the typeface lacks made visible."""
        return "\n".join(legible(line, self._known[bold]) for line in text.split("\n"))
