"""What readers of languages other than English say that neither CLDR nor num2words tells."""

from __future__ import annotations

from narrate.text.speakable.rule import words

DECIMAL_POINT = {
    "de": "Komma", "fr": "virgule", "es": "coma", "it": "virgola", "pt": "vírgula",
    "nl": "komma", "sv": "komma", "da": "komma", "no": "komma", "fi": "pilkku", "tr": "virgül",
    "ca": "coma", "ro": "virgulă",
}  # fmt: skip
DIGIT_BY_DIGIT = frozenset({"de", "fi"})  # 3,14 is drei Komma eins vier, but trois virgule quatorze

RANGE = {
    "de": "bis", "fr": "à", "es": "a", "it": "a", "pt": "a", "nl": "tot", "sv": "till",
    "da": "til", "no": "til", "pl": "–", "cs": "až", "uk": "–", "ru": "–", "ca": "a",
    "ro": "la", "fi": "viiva", "tr": "ile",
}  # fmt: skip

ONE_BEFORE_NOUN = {
    "de": ("eins", "ein"), "es": ("uno", "un"), "it": ("uno", "un"), "ca": ("u", "un"),
    "ru": ("одна", "один"), "cs": ("jedna", "jeden"),
}  # fmt: skip

CZECH_DAYS = words("""
    prvního druhého třetího čtvrtého pátého šestého sedmého osmého devátého desátého jedenáctého
    dvanáctého třináctého čtrnáctého patnáctého šestnáctého sedmnáctého osmnáctého devatenáctého
""")
CZECH_TENS = {2: "dvacátého", 3: "třicátého"}
"""Days of a month in the genitive, which num2words does not have."""

NUMBERED = {
    "de": {"S.": "Seite", "Kap.": "Kapitel", "Abs.": "Absatz", "Art.": "Artikel", "Bd.": "Band",
           "Abb.": "Abbildung", "Tab.": "Tabelle", "Tel.": "Telefon", "§": "Paragraph",
           "§§": "Paragraphen", "Hausnr.": "Hausnummer"},
    "fr": {"no": "numéro", "p.": "page", "pp.": "pages", "chap.": "chapitre", "art.": "article",
           "vol.": "volume", "fig.": "figure", "tél.": "téléphone", "§": "paragraphe"},
    "es": {"p.": "página", "pp.": "páginas", "págs.": "páginas", "Págs.": "Páginas",
           "cap.": "capítulo", "art.": "artículo", "vol.": "volumen", "fig.": "figura",
           "tel.": "teléfono"},
    "it": {"p.": "pagina", "pp.": "pagine", "pagg.": "pagine", "cap.": "capitolo",
           "art.": "articolo", "vol.": "volume", "fig.": "figura", "tel.": "telefono"},
    "pt": {"p.": "página", "pp.": "páginas", "cap.": "capítulo", "art.": "artigo",
           "vol.": "volume", "fig.": "figura", "tel.": "telefone"},
    "nl": {"p.": "pagina", "hfst.": "hoofdstuk", "art.": "artikel", "afb.": "afbeelding",
           "tel.": "telefoon"},
    "pl": {"s.": "strona", "str.": "strona", "Str.": "Strona", "rozdz.": "rozdział",
           "art.": "artykuł", "t.": "tom", "rys.": "rysunek", "tel.": "telefon"},
    "ru": {"стр.": "страница", "Стр.": "Страница", "рис.": "рисунок", "табл.": "таблица",
           "гл.": "глава", "ст.": "статья", "т.": "том", "тел.": "телефон", "Тел.": "Телефон",
           "№": "номер"},
    "uk": {"№": "номер", "ст.": "стаття", "с.": "сторінка"},
    "bg": {"№": "номер"},
}  # fmt: skip
"""Before a number."""

FRACTIONS = {
    language: dict(zip(("1/3", "2/3", "1/4", "3/4"), said.split(", "), strict=True))
    for language, said in {
        "de": "ein Drittel, zwei Drittel, ein Viertel, drei Viertel",
        "fr": "un tiers, deux tiers, un quart, trois quarts",
        "es": "un tercio, dos tercios, un cuarto, tres cuartos",
        "it": "un terzo, due terzi, un quarto, tre quarti",
        "pt": "um terço, dois terços, um quarto, três quartos",
        "nl": "een derde, twee derde, een kwart, drie kwart",
        "pl": "jedna trzecia, dwie trzecie, jedna czwarta, trzy czwarte",
        "ru": "одна треть, две трети, одна четверть, три четверти",
        "sv": "en tredjedel, två tredjedelar, en fjärdedel, tre fjärdedelar",
    }.items()
}

SCORE = {"de": "zu", "fr": "à", "es": "a", "it": "a", "pt": "a", "nl": "", "pl": "", "ru": "",
         "uk": "", "cs": "", "sv": "", "da": "", "no": ""}  # fmt: skip
"""Between the two sides of 3:1; an empty word where nothing is said."""

GIVEN_NAMES = {
    "de": words("""
        Albrecht August Benedikt Christian Eduard Elisabeth Ernst Ferdinand Franz Friedrich Georg
        Gregor Gustav Heinrich Innozenz Johann Johannes Joseph Karl Katharina Konrad Leopold Ludwig
        Maximilian Napoleon Nikolaus Otto Paul Peter Philipp Pius Ramses Rudolf Wilhelm
    """),
    "fr": words("""
        Albert Alexandre Benoît Catherine Charles Édouard Elisabeth Élisabeth François Frédéric
        Grégoire Guillaume Gustave Henri Innocent Jacques Jean Jean-Paul Léon Léopold Louis Napoléon
        Nicolas Philippe Pie Pierre Ramsès Robert
    """),
    "es": words("""
        Alfonso Benedicto Carlos Catalina Cristina Enrique Felipe Federico Fernando Francisco
        Guillermo Isabel Jaime Jorge Juan León Luis Napoleón Nicolás Pablo Pedro Pío Ramiro Ramsés
        Ricardo Sancho
    """),
    "it": words("""
        Alessandro Benedetto Carlo Caterina Clemente Elisabetta Emanuele Enrico Federico Ferdinando
        Filippo Francesco Giorgio Giovanni Giulio Gregorio Innocenzo Leone Luigi Napoleone Nicola
        Ottone Paolo Pietro Pio Umberto Urbano
    """),
    "pt": words("""
        Afonso Alexandre Bento Carlos Catarina Eduardo Filipe Fernando Francisco Henrique Isabel
        João Jorge José Leão Luís Manuel Maria Napoleão Nicolau Paulo Pedro Pio Sancho
    """),
    "nl": words("""
        Albert Boudewijn Filips Frederik Hendrik Jan Karel Lodewijk Leopold Napoleon Nicolaas Paulus
        Peter Pius Willem
    """),
    "pl": words("""
        Aleksander August Benedykt Bolesław Elżbieta Fryderyk Henryk Jan Karol Katarzyna Kazimierz
        Ludwik Mieszko Mikołaj Napoleon Paweł Pius Piotr Stanisław Wilhelm Władysław Zygmunt
    """),
}
"""Of rulers, whose Roman numerals are said; elsewhere a numeral may be a letter."""

WOMEN = frozenset(
    words("Elisabeth Katharina Catalina Cristina Isabel Caterina Elisabetta Catarina Maria")
)

CENTS = {"es": " con ", "it": " e ", "pt": " e ", "ca": " amb "}
"""Between an amount and its hundredths; elsewhere nothing stands there."""

OF_MILLIONS = {"fr": "de", "es": "de", "it": "di", "pt": "de", "ca": "de"}
"""Between millions and what they are of."""

MAGNITUDES = {
    "de": {"Mio.": 6, "Mrd.": 9, "Bio.": 12, "Tsd.": 3},
    "fr": {"k": 3, "M": 6, "Md": 9, "Mds": 9},
    "es": {"M": 6, "mill.": 6},
    "it": {"mln": 6, "mld": 9},
    "pt": {"mi": 6, "bi": 9, "tri": 12},
    "nl": {"mln": 6, "mld": 9, "mln.": 6, "mld.": 9},
    "pl": {"tys.": 3, "mln": 6, "mld": 9},
    "ru": {"тыс.": 3, "млн": 6, "млрд": 9, "трлн": 12},
    "uk": {"тис.": 3, "млн": 6, "млрд": 9},
    "sv": {"mn": 6, "mnkr": 6, "md": 9},
    "da": {"mio.": 6, "mia.": 9},
    "no": {"mill.": 6, "mrd.": 9},
    "fi": {"milj.": 6, "mrd.": 9},
    "cs": {"tis.": 3, "mil.": 6, "mld.": 9},
    "tr": {"mn": 6, "mlr": 9},
}  # fmt: skip

CROWNS = {"sv": "SEK", "da": "DKK", "no": "NOK"}

ABBREVIATIONS = {
    "de": {
        "z. B.": "zum Beispiel", "z.B.": "zum Beispiel", "d. h.": "das heißt", "d.h.": "das heißt",
        "u. a.": "unter anderem", "u.a.": "unter anderem", "usw.": "und so weiter",
        "bzw.": "beziehungsweise", "ca.": "circa", "Dr.": "Doktor", "Prof.": "Professor",
        "Nr.": "Nummer", "evtl.": "eventuell", "ggf.": "gegebenenfalls", "inkl.": "inklusive",
        "vgl.": "vergleiche", "sog.": "sogenannte", "Hr.": "Herr", "Fr.": "Frau", "St.": "Sankt",
        "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "etc.": "et cetera",
        "Jh.": "Jahrhundert", "Jhs.": "Jahrhunderts", "Jhd.": "Jahrhundert",
        "Mio.": "Millionen", "Mrd.": "Milliarden", "Min.": "Minuten", "Std.": "Stunden",
        "Sek.": "Sekunden", "zzgl.": "zuzüglich", "abzgl.": "abzüglich", "v. a.": "vor allem",
        "v.a.": "vor allem", "gem.": "gemäß", "bzgl.": "bezüglich", "i. d. R.": "in der Regel",
        "i.d.R.": "in der Regel", "o. ä.": "oder ähnliches", "o.ä.": "oder ähnliches",
        "s. o.": "siehe oben", "s. u.": "siehe unten", "geb.": "geboren", "max.": "maximal",
        "mind.": "mindestens", "insb.": "insbesondere", "bspw.": "beispielsweise",
        "z. T.": "zum Teil", "z.T.": "zum Teil", "Str.": "Straße", "Abt.": "Abteilung",
        "Hbf.": "Hauptbahnhof", "MwSt.": "Mehrwertsteuer",
    },
    "fr": {
        "M.": "monsieur", "Mme": "madame", "Mlle": "mademoiselle", "Dr": "docteur",
        "Pr": "professeur", "p. ex.": "par exemple", "etc.": "et cetera", "n°": "numéro",
        "c.-à-d.": "c'est-à-dire", "av. J.-C.": "avant Jésus-Christ",
        "apr. J.-C.": "après Jésus-Christ", "env.": "environ", "bd": "boulevard",
        "av.": "avenue", "boul.": "boulevard", "hab.": "habitants", "max.": "maximum",
        "réf.": "référence", "éd.": "édition",
        "MM.": "messieurs", "Mmes": "mesdames", "chap.": "chapitre", "tél.": "téléphone",
    },
    "es": {
        "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Dr.": "doctor", "Dra.": "doctora",
        "n.º": "número", "N.º": "número", "núm.": "número", "EE. UU.": "Estados Unidos",
        "EE.UU.": "Estados Unidos", "p. ej.": "por ejemplo", "etc.": "etcétera",
        "a. C.": "antes de Cristo", "d. C.": "después de Cristo", "Ud.": "usted",
        "Uds.": "ustedes", "Avda.": "avenida", "pág.": "página",
        "aprox.": "aproximadamente", "Sres.": "señores", "tel.": "teléfono",
        "izq.": "izquierda", "dcha.": "derecha", "Av.": "avenida", "Pza.": "plaza",
        "Ctra.": "carretera", "hab.": "habitantes", "máx.": "máximo", "mín.": "mínimo",
        "Dña.": "doña", "Gral.": "general", "Prof.": "profesor",
    },
    "it": {
        "Sig.": "signor", "Sig.ra": "signora", "Dott.": "dottor", "Dott.ssa": "dottoressa",
        "Prof.": "professor", "ecc.": "eccetera", "a.C.": "avanti Cristo", "d.C.": "dopo Cristo",
        "n.": "numero", "pag.": "pagina", "es.": "esempio",
        "sig.": "signor", "sig.ra": "signora", "dott.": "dottor", "dott.ssa": "dottoressa",
        "prof.": "professor", "prof.ssa": "professoressa", "avv.": "avvocato", "ing.": "ingegner",
        "p.es.": "per esempio", "p. es.": "per esempio", "ca.": "circa", "cfr.": "confronta",
        "sigg.": "signori", "Egr.": "egregio", "ab.": "abitanti", "max.": "massimo",
    },
    "pt": {
        "Sr.": "senhor", "Sra.": "senhora", "Dr.": "doutor", "Dra.": "doutora", "nº": "número",
        "n.º": "número", "p. ex.": "por exemplo", "etc.": "et cetera", "a.C.": "antes de Cristo",
        "d.C.": "depois de Cristo", "EUA": "Estados Unidos", "pág.": "página", "Av.": "avenida",
        "Prof.": "professor", "Profa.": "professora", "séc.": "século",
        "aprox.": "aproximadamente", "hab.": "habitantes", "Eng.": "engenheiro", "tel.": "telefone",
        "máx.": "máximo", "mín.": "mínimo",
    },
    "nl": {
        "bijv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen", "enz.": "enzovoort", "dhr.": "meneer",
        "mevr.": "mevrouw", "nr.": "nummer", "dr.": "dokter", "prof.": "professor",
        "o.a.": "onder andere", "m.b.t.": "met betrekking tot", "ca.": "circa", "blz.": "bladzijde",
    },
    "sv": {
        "t.ex.": "till exempel", "bl.a.": "bland annat", "osv.": "och så vidare",
        "dvs.": "det vill säga", "ca": "cirka", "kl.": "klockan", "nr": "nummer",
        "m.m.": "med mera", "s.k.": "så kallad", "inkl.": "inklusive", "exkl.": "exklusive",
        "fr.o.m.": "från och med", "t.o.m.": "till och med", "tel.": "telefon",
    },
    "da": {
        "f.eks.": "for eksempel", "bl.a.": "blandt andet", "osv.": "og så videre",
        "dvs.": "det vil sige", "ca.": "cirka", "kl.": "klokken", "nr.": "nummer",
        "inkl.": "inklusive", "ekskl.": "eksklusive", "maks.": "maksimalt", "tlf.": "telefon",
    },
    "no": {
        "f.eks.": "for eksempel", "bl.a.": "blant annet", "osv.": "og så videre",
        "dvs.": "det vil si", "ca.": "cirka", "kl.": "klokka", "nr.": "nummer",
        "inkl.": "inklusive", "ekskl.": "eksklusive", "maks.": "maksimalt", "tlf.": "telefon",
    },
    "fi": {"esim.": "esimerkiksi", "jne.": "ja niin edelleen", "ks.": "katso", "n.": "noin"},
    "pl": {
        "np.": "na przykład", "itd.": "i tak dalej", "m.in.": "między innymi", "tzn.": "to znaczy",
        "ul.": "ulicy", "godz.": "godzinie", "tj.": "to jest", "prof.": "profesor",
        "dr": "doktor", "itp.": "i tym podobne",
        "ok.": "około", "tzw.": "tak zwany", "nr": "numer",
    },
    "cs": {
        "např.": "například", "atd.": "a tak dále", "tzn.": "to znamená", "tj.": "to jest",
        "č.": "číslo", "cca": "cirka", "apod.": "a podobně",
    },
    "ru": {
        "т. е.": "то есть", "т.е.": "то есть", "и т. д.": "и так далее", "и т.д.": "и так далее",
        "т. к.": "так как", "т.к.": "так как", "т. п.": "тому подобное", "др.": "другие",
        "см.": "смотри", "ул.": "улица", "им.": "имени",
    },
    "uk": {
        "т. д.": "так далі", "т.д.": "так далі", "ін.": "інше", "вул.": "вулиця",
        "див.": "дивись",
    },
    "tr": {"örn.": "örneğin", "vb.": "ve benzeri", "vs.": "vesaire", "Dr.": "doktor"},
}  # fmt: skip
