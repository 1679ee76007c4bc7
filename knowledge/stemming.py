"""Words of Indonesian and English text, and their stems."""

import re
from functools import cache, lru_cache

WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")

# Words that say how something is asked, not what: they would match every passage.
STOP = frozenset(
    """ada adalah agar akan aku anda apa apakah atas atau bagaimana bagi bahwa bapak bang begitu belum berapa bila bisa boleh buat bukan
    dalam dan dapat dari daripada dengan di dia dong ibu ini itu iya jadi juga kah kak kalau kami kan kapan karena ke kenapa kepada ketika
    kita kok lah lagi lain lalu lebih maka mana mas masih mau mbak mengapa menjadi min mohon nah nanti nya
    oleh pada pak para per perlu punya saat
    saja sama sampai sangat saya sebagai sebuah sedang sekali seperti serta setelah siapa sih suatu sudah supaya tanya tapi telah tentang
    terhadap terus tersebut tetapi tidak tolong untuk ya yaitu yang
    a an and any are as at be been but by can could do does for from get has have how i if in is it its me my need no not of on or our so
    than that the their them there they this to was we were what when where which who why will with would you your""".split()
)


@cache
def _stemmer() -> object:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory  # noqa: PLC0415 - reads its dictionary when loaded

    return StemmerFactory().create_stemmer(isDev=True)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of one lower-case word (Sastrawi, ECS); words with digits stay as they are."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):  # noqa: PLR2004 - no affix fits in three letters
        return word
    return str(_stemmer().stem(word))  # type: ignore[attr-defined]


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case."""
    return WORD.findall(text.lower())


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning."""
    return [stem(word) for word in words(text) if word not in STOP]


def fourgrams(text: str) -> list[str]:
    """Return the runs of four characters within ` word ` of the words that carry meaning: they survive typos."""
    padded = (f" {word} " for word in words(text) if word not in STOP)
    return [word[i : i + 4] for word in padded for i in range(max(1, len(word) - 3))]
