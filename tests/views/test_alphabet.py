"""Names stand where readers of their language look for them; the orders are those of dictionaries."""

import pytest

from playbook.views.alphabet import Alphabet

ORDERS = {
    "en-GB": "Able Ångström Apple Émigré Etude Zebra",
    "de": "Abend Ärger Arm Öl Ort Straße Strauch Zahl",
    "sv-SE": "Alm Zon Å Åre Äta Öl",
    "fi": "Auto Zeta Åbo Äiti Öljy",
    "nb-NO": "Arv Zoo Ærlig Øl Aare Ås",
    "es": "Nube Nzeta Ñandú Oca",
    "cs-CZ": "Cena Czyk Čas Dům Hora Chyba Identita Rok Řád Sova Švestka Zub Žena",
    "pl": "Azot Ącki Buk Czas Ćma Las Lzy Łan Sto Szum Śruba Zysk Źle Żaba",
    "hu": "Cél Cukor Csak Dal Ozon Öl Őr",
    "tr": "Izgara İkna Oda Ödül Su Şart",
    "ru": "Игра Ия Йод Край",
    "ar": "آب أمر باب تاج",
    "ja": "あ い う",
}
LETTERS = {("cs", "Chyba"): "Ch", ("en", "Chase"): "C", ("sv", "Åre"): "Å", ("de", "Ärger"): "A", ("en", "24/7"): "#",
    ("nb", "Aare"): "Å", ("fr", "Œuvre"): "O", ("hu", "Őr"): "Ö", ("tr", "Isı"): "I"}  # fmt: skip


@pytest.mark.parametrize("locale", ORDERS)
def test_words_stand_in_the_order_of_the_language(locale):
    words = ORDERS[locale].split()
    assert sorted(sorted(words), key=Alphabet(locale).key) == words


@pytest.mark.parametrize(("locale", "word"), LETTERS)
def test_a_word_stands_under_its_letter(locale, word):
    assert Alphabet(locale).letter(word) == LETTERS[locale, word]


def test_what_differs_in_accents_alone_has_an_order():
    alphabet = Alphabet("fr")
    assert alphabet.key("cote") < alphabet.key("coté") < alphabet.key("côte")
