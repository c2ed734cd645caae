"""The IANA time zone of a commission, by the region that its documents name.

Source: Federal Law 107-ФЗ «Об исчислении времени», ст. 5, and the tz database. Regions that keep several zones
(Якутия, Сахалинская область) stand here with their capital's; a plan's head overrides it.
"""

from __future__ import annotations

import re

ZONE_WHEN_UNKNOWN = "Europe/Moscow"

_REGIONS = {
    "Europe/Kaliningrad": ("калининград",),
    "Europe/Samara": ("самар", "удмурт", "ижевск"),
    "Europe/Saratov": ("саратов",),
    "Europe/Ulyanovsk": ("ульяновск",),
    "Europe/Astrakhan": ("астрахан",),
    "Europe/Volgograd": ("волгоград",),
    "Europe/Kirov": (r"кировск\w+ област", r"город\w* кирова?\b"),
    "Europe/Simferopol": ("крым", "севастопол", "симферопол"),
    "Asia/Yekaterinburg": (
        *("свердловск", "екатеринбург", "башк", "уфимск", r"пермск\w+ кра", "челябинск", "оренбург"),
        *("курганск", "тюмен", "ханты-мансийск", "югр", "ямало-ненецк"),
    ),
    "Asia/Omsk": (r"омск\w+ област", r"город\w* омска?\b"),
    "Asia/Novosibirsk": ("новосибирск",),
    "Asia/Barnaul": (r"алтайск\w+ кра", "барнаул", r"республик\w+ алтай", "горно-алтайск"),
    "Asia/Tomsk": (r"томск\w+ област", r"город\w* томска?\b"),
    "Asia/Novokuznetsk": ("кемеров", "кузбасс", "новокузнецк"),
    "Asia/Krasnoyarsk": ("красноярск", "хакас", "абакан", r"тыв[аы]\b", r"тув[аы]\b"),
    "Asia/Irkutsk": ("иркутск", "бурят", "улан-удэ"),
    "Asia/Chita": ("забайкальск", "читинск"),
    "Asia/Yakutsk": ("якут", r"амурск\w+ област"),
    "Asia/Vladivostok": (r"приморск\w+ кра", "владивосток", "хабаровск", r"еврейск\w+ автономн", "биробиджан"),
    "Asia/Magadan": ("магадан",),
    "Asia/Sakhalin": ("сахалин",),
    "Asia/Kamchatka": ("камчат",),
    "Asia/Anadyr": ("чукот", "анадыр"),
    "Europe/Moscow": (
        *("москв", r"московск\w+ (област|городск)", "санкт-петербург", "ленинградск", "адыге", "архангельск"),
        *("белгород", "брянск", "владимирск", "вологод", "воронеж", "дагестан", r"ивановск\w+ област"),
        *("ингуш", "кабардино", "калмык", "калужск", "карачаево", "карел", "костром", "краснодар", "кубан"),
        *(r"курск\w+ област", "липецк", "марий", "мордов", "мурманск", r"ненецк\w+ автономн", "нижегородск"),
        *("новгородск", "орловск", "пензенск", "псковск", r"республик\w+ коми\b", "ростовск", "рязан", "осети"),
        *("смоленск", "ставропол", "тамбов", "татарстан", "казан", "тверск", "тульск", "чеченск", "чуваш"),
        *("ярославск",),
    ),
}
"""Beginnings of the names of regions and of their capitals, as they are inflected."""

_BY_ZONE = {zone: re.compile(rf"(?<![\w-])(?:{'|'.join(names)})", re.IGNORECASE) for zone, names in _REGIONS.items()}


def zone_of(text: str) -> str | None:
    """The zone of the region that the text names most often, or None when it names none."""
    text = " ".join(text.replace("ё", "е").replace("Ё", "Е").split())
    counts = {zone: len(names.findall(text)) for zone, names in _BY_ZONE.items()}
    best = max(counts, key=lambda zone: counts[zone])
    return best if counts[best] else None
