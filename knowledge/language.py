"""Which language a question is in: English, or one that is answered in Indonesian (Indonesian, Javanese, Sundanese, mixed)."""

from knowledge.stemming import words

ENGLISH = frozenset(
    """a about after am an and any are as at be been before best business but by can could do does did for from get give had has have
    help her his how i if in into is it its just know let like make many may me more most much must my name need no not now of
    old on one only or other our out own please rule rules same say shall she should so some still stars tell than thanks that
    the their them then there these they this those to under up us use want was we were what when where which while who whose
    why will with without would year years you your""".split()
)
LOCAL = frozenset(
    """ada adalah aku apa apakah atau aturan bagaimana banget bang bantuan berapa bisa boleh brp buat cara dan dari dengan di dong ga
    gak gimana gmn harus ini itu izin jadi juga kah kak kalau kalo kapan karena kami kan kata ke kita kok lagi mana masih mau
    menurut min nggak oleh pada pak punya sama saya siapa sih sudah sy tanya tentang tidak tuh udah untuk usaha utk ya yang yg
    aku arep cilik gawe iki iku iso isih kanggo karo kowe kudu kulo kuwi lan mboten ngendi opo ora piye pira piro sampeyan
    sing sopo abdi aya boga di dupi eta geuning ieu iraha jeung kedah kuring kumaha mah naha naon nu saha sabaraha teh teu
    tiasa upami urang""".split()
)


SUNDANESE = frozenset(
    "abdi aya anu atawa boga dupi eta geuning ieu iraha jeung kuring kumaha naha naon nu saha sabaraha teu tiasa upami urang".split()
)
PARTICLES = frozenset({"teh", "téh", "mah", "atuh"})


def without_particles(text: str) -> str:
    """Return a Sundanese question without the particles that mean nothing alone (`teh` is tea in Indonesian)."""
    if SUNDANESE.isdisjoint(words(text)):
        return text
    return " ".join(word for word in text.split() if word.lower().strip("?!.,") not in PARTICLES)


def is_english(text: str) -> bool:
    """Tell whether English function words outnumber Indonesian, Javanese and Sundanese ones."""
    found = words(text)
    english = sum(word in ENGLISH for word in found)
    return english > sum(word in LOCAL for word in found) and english * 5 >= len(found)
