"""Bytes of any origin become text or one clear line."""

import ftfy
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import InputError
from narrate.text.read import decode_text
from narrate.text.read.decode import strip_controls

LEGACY = {
    "cp1252": "The café résumé — it’s “naïve”. She said: piñata, über, façade. And so it goes on.",
    "latin-1": "Le garçon a mangé une crème brûlée à l'hôtel. Où est-il allé après?",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy. Dobrý den, jak se máte?",
    "cp1251": "Привет, как дела? Это проверка кодировки. Сегодня хорошая погода и мы идём гулять.",
    "koi8-r": "Привет, как дела? Это проверка кодировки. Сегодня хорошая погода и мы идём гулять.",
    "shift_jis": "これは日本語の文章です。文字コードを調べています。今日は天気がいいですね。",
    "gb18030": "这是中文的文章。我们在检查字符编码。今天天气很好，我们去散步。",
    "big5": "這是中文的文章。我們在檢查字符編碼。今天天氣很好，我們去散步。",
    "euc-kr": "이것은 한국어 문장입니다. 문자 인코딩을 확인하고 있습니다.",
    "cp1253": "Καλημέρα, τι κάνεις; Αυτή είναι μια δοκιμή κωδικοποίησης.",
    "cp1256": "مرحبا كيف حالك؟ هذا اختبار للترميز. اليوم الطقس جميل.",
}
UNICODE = (
    "utf-8 utf-8-sig utf-16 utf-32 utf-16-le utf-16-be utf-32-le utf-32-be"  # the last four bare
)


@pytest.mark.parametrize("encoding", LEGACY)
def test_legacy_encodings_are_found(encoding: str) -> None:
    assert decode_text(LEGACY[encoding].encode(encoding), "x.txt") == LEGACY[encoding]


@pytest.mark.parametrize("encoding", UNICODE.split())
def test_unicode_forms_and_newlines(encoding: str) -> None:
    data = "Hello – there\r\nyou\rme\n".encode(encoding)
    assert decode_text(data, "x.txt") == "Hello – there\nyou\nme\n"


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        ("Itâ€™s fine â€“ cafÃ©", "It’s fine – café"),
        ("Ð\x9fÑ\x80Ð¸Ð²ÐµÑ\x82", "Привет"),
        ("naïve café — “ok”", "naïve café — “ok”"),
        ("π€ SpeakerAppearances Over Time", "π€ SpeakerAppearances Over Time"),
        ("Straße & <b> &amp; ﬁn", "Straße & <b> &amp; fin"),
    ],
)
def test_mojibake_is_repaired_and_nothing_else(damaged: str, repaired: str) -> None:
    assert decode_text(damaged.encode(), "x.txt") == repaired


def test_stray_bytes_in_utf8_are_read_as_windows_text() -> None:
    data = "Привет, Москва".encode() + b" \x93caf\xe9\x94"
    assert decode_text(data, "x.txt") == "Привет, Москва “café”"


def test_control_and_invisible_characters_go() -> None:
    line = "a\x00b\x1b[31mc\x1b[0m so\u00adft \u202eright\u202c\ufeff\x7f z\u200bw and on and on"
    text = f"{line}\n" * 3
    assert decode_text(text.encode(), "x.txt") == "abc soft right zw and on and on\n" * 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b" \n\t\n", "white space"),
        (b"\xff\xfe", "white space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"ID3\x04\x00\x00", "MP3"),
        (b"PK\x03\x04\x14\x00", "archive"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x00" * 100, "binary"),
    ],
)
def test_no_text_is_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=rf"^talk\.txt: .*{message}") as caught:
        decode_text(data, "talk.txt")
    assert "\n" not in str(caught.value)


def test_text_with_a_few_broken_bytes_is_read() -> None:
    data = b"Hello\x00world. \xff\xfe broken bytes here.\r\nAnother line\rand more.\n"
    assert decode_text(data, "x.txt").split("\n")[1:3] == ["Another line", "and more."]


@given(st.binary(max_size=3000))
def test_any_bytes_give_text_or_an_input_error(data: bytes) -> None:
    try:
        text = decode_text(data, "x")
    except InputError:
        return
    assert text.strip()
    assert not any(c < " " and c not in "\n\t" for c in text)
    text.encode()  # no half of a surrogate pair is left


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), max_size=30), min_size=1))
def test_line_numbers_stay_true(lines: list[str]) -> None:
    text = "\r\n".join(["first", *lines])
    assert decode_text(text.encode(), "x").count("\n") == len(lines)


def test_a_stray_byte_makes_no_wide_characters() -> None:
    data = b"Ann: Hello there.\nBen: It is \xff\xfe\x80caf\xe9 time.\nAnn: Yes.\n" * 2
    assert "Hello there." in decode_text(data, "x")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_of_other_scripts_need_no_mark(encoding: str) -> None:
    text = "Анна: Привет, как дела?\nБорис: Хорошо, спасибо.\n"
    assert decode_text(text.encode(encoding), "x") == text


@given(
    st.text(
        st.sampled_from("".join(MOJIBAKE_CATEGORIES.values()) + "abzAZ Z1.!'ÂÃŒœ яВГ"), max_size=8
    )
)
def test_all_that_ftfy_calls_bad_is_repaired(written: str) -> None:
    text = f"x {written} y".replace("\x85", "")
    repaired = ftfy.fix_encoding(text) if is_bad(text) else text
    assert decode_text(text.encode(), "x") == strip_controls(repaired.replace("\n", " "))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp932", "司会：昨夜、フェリーは入りましたか？\n船長：いいえ、潮を待っていました。"),
        ("euc_jp", "司会：昨夜、フェリーは入りましたか？\n船長：いいえ、潮を待っていました。"),
        ("gb18030", "主持人：面包店是怎么开始的？\n李先生：从一个村里没人要的石窑开始。"),
        ("big5", "花子：昨天晚上渡輪進港了嗎？\n路易：沒有，船長在等漲潮。"),
        ("cp949", "진행자: 오래된 배나무를 가지치기한 사람이 있나요?\n저는 아니에요."),
        ("cp1255", "מגישה: איך התחיל סיפור המאפייה? עם דודה שלי"),
    ],
)
def test_short_texts_in_an_encoding_of_their_script(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding), "x") == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "La maison était haute et grise, né à côté de la forêt. Ça va où ?"),
        ("cp1252", "Året då älven översvämmade ån."),
        ("cp1252", "Þá var ég að fara út í búð."),
        ("cp1254", "çünkü hava soğuktu; ışıklar söndü, şehir sustu."),
        ("cp1250", "Zażółć gęślą jaźń. Łódka odpłynęła."),
        ("iso8859-2", "Zażółć gęślą jaźń. Łódka odpłynęła."),
        ("cp1250", "Árvíztűrő tükörfúrógép az erdő szélén."),
        ("mac_roman", "Über den Fluß gehen schöne Mädchen."),
        ("mac_roman", "It’s “late,” he said — naïve café."),
    ],
)
def test_latin_letters_are_told_by_those_that_their_languages_use(encoding: str, text: str) -> None:
    assert decode_text(text.encode(encoding), "talk.txt") == text
