"""Script to script.md and back, without loss.

script.md is Markdown for people: YAML front matter, `#` the title, `##` a chapter, one
paragraph a block, `**Name:**` where the speaker changes, `{#p12}` a paragraph's id; speech
without punctuation has a line for each sentence. Any
Markdown file with headings reads as a script too; docs/script.md describes the form.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import fields, replace
from pathlib import Path

from narrate.errors import InputError
from narrate.model import Chapter, EpisodeInfo, Paragraph, Script
from narrate.text.read.markdown import Block, read_blocks, split_front_matter
from narrate.text.read.markdowntext import plain_names
from narrate.text.scriptfaults import check_form
from narrate.text.unmarked import with_lines

FORM_VERSION = "1"  # value of `narrate:` in the front matter; marks a script as ours
_FORM_LINE = f"narrate: {FORM_VERSION}\n"
_DIGEST = 16  # hexadecimal digits
_INFO_KEYS = tuple(f.name for f in fields(EpisodeInfo) if f.name != "cover")
_SPECIAL = re.compile(
    r"""[\\`*~]                      # escapes, code, emphasis, strikethrough
      | (?<![^\W_])_ | _(?![^\W_])   # emphasis, but not inside a_word
      | <(?=[A-Za-z/!?])             # HTML, comments, autolinks
      | &(?=[#A-Za-z])               # entities
      | \{(?=\#)                     # paragraph ids
      | (?<=\])[(\[] | !(?=\[)       # links, pictures
    """,
    re.VERBOSE,
)
_SPECIAL_AT_START = re.compile(r"[#>+=-]|\[(?=[^\]]*\]:)|\||(?<=\d)[.)]")
_ANNOUNCED = {"true": "headings", "false": "", "titles": "titles"}  # as `Script.announce` has it
_LIST_NUMBER = re.compile(r"\d{1,9}(?=[.)])")


def write_script(script: Script) -> str:
    """Write a script as the text of script.md."""
    parts = [_write_front_matter(script), f"# {_escape(script.info.title)}".rstrip()]
    parts.extend(_write_chapters(script.chapters))
    digest = hashlib.sha256()
    for n, part in enumerate(parts, start=1):  # one by one, which spares memory
        digest.update(f"{part}\n\n"[: -1 if n == len(parts) else None].encode("utf-8"))
    told = f"{_FORM_LINE}digest: {digest.hexdigest()[:_DIGEST]}\n"
    parts[0] = parts[0].replace(_FORM_LINE, told, 1)
    return "\n\n".join([*parts[:-1], f"{parts[-1]}\n"])


def is_edited(text: str) -> bool:
    """Tell whether a person has changed a script.md since it was written."""
    found = re.search(r"^digest: (\w+)\n", text, re.MULTILINE)
    return not found or _digest(text.replace(found.group(), "", 1)) != found.group(1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_DIGEST]


def read_script(text: str, name: str) -> Script:
    """Read script.md, or any Markdown, as a Script.

    A script of ours is taken word for word. In other Markdown a leading bold name counts as
    a speaker only where names recur, and headings below the chapters' level are spoken.

    Raises:
        InputError: the front matter is not YAML or holds a wrong value, or it or a note is
            never closed (with its line).
    """
    source, body, lines_before = split_front_matter(text)
    front = _read_front_matter(source, name)
    blocks, drops = read_blocks(body, lines_before)
    check_form(text, name, front, drops)
    ours = front.get("narrate") == FORM_VERSION
    voices = _read_voices(front, _place(source, "voices", name))
    cast = {speaker for speaker, _ in voices}
    if not ours and cast:
        named = cast | plain_names(body)
        blocks = tuple(turn for block in blocks for turn in _cut_at_names(block, named))
    blocks = tuple(replace(b, text=_in_lines(b, ours=ours)) for b in blocks)
    if not ours:
        blocks = _settle_speakers(blocks, cast)
    title, blocks = _take_title(blocks)
    info = _read_info(front, title)
    chapters = _build_chapters(_number(_open_blocks(blocks)))
    if not any(chapter.paragraphs for chapter in chapters):
        raise InputError(f"{name}: no text to speak was found; write paragraphs below the headings")
    announce = _read_announce(front, _place(source, "announce", name), ours=ours)
    return Script(info, chapters, voices, announce, drops)


def _write_front_matter(script: Script) -> str:
    front: dict[str, object] = {key: getattr(script.info, key) for key in _INFO_KEYS}
    front = {key: value for key, value in front.items() if value}
    if script.info.cover:
        front["cover"] = str(script.info.cover)
    if script.voices:
        front["voices"] = dict(script.voices)
    if script.announce:
        front["announce"] = True if script.announce == "headings" else script.announce
    front["narrate"] = int(FORM_VERSION)
    import yaml

    dumped = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{dumped}---"


def _write_chapters(chapters: Sequence[Chapter]) -> Iterator[str]:
    speaker = ""
    for n, chapter in enumerate(chapters):
        if chapter.title or n:
            yield f"## {_escape(chapter.title)}".rstrip()
        for k, paragraph in enumerate(chapter.paragraphs):
            turns = paragraph.speaker != speaker or (k == 0 and paragraph.speaker)
            mark = f"**{_escape(paragraph.speaker)}:** " if turns else ""
            speaker = paragraph.speaker
            end = f" {{#{paragraph.id}}}" if paragraph.id else ""
            yield mark + _escape(paragraph.text) + end


def _in_lines(block: Block, *, ours: bool) -> str:
    """Keep the lines of a paragraph of ours where they are its sentences."""
    return with_lines(block.text) if ours and not block.heading else block.text.replace("\n", " ")


def _escape(text: str) -> str:
    """Protect every character that Markdown would take for markup."""
    return "\n".join(map(_escape_line, text.split("\n")))


def _escape_line(text: str) -> str:
    text = _SPECIAL.sub(lambda m: "\\" + m.group(), text)
    number = _LIST_NUMBER.match(text)
    start = number.end() if number else 0
    if _SPECIAL_AT_START.match(text, start):
        text = f"{text[:start]}\\{text[start:]}"
    return text


def _read_front_matter(source: str, name: str) -> dict[str, object]:
    import yaml

    try:
        # BaseLoader leaves every scalar as text: no date, no "no" that turns into False.
        front = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.YAMLError as cause:
        mark = getattr(cause, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        problem = getattr(cause, "problem", None) or "not valid YAML"
        told = f"{name}, line {line}: front matter: {problem}"
        raise InputError(f"{told}; put text with marks such as a colon in quotes") from cause
    if front is None or front == "":
        return {}
    if not isinstance(front, dict):
        raise InputError(f"{name}, line 2: front matter must be lines of `key: value`")
    return front


def _read_info(front: dict[str, object], title: str) -> EpisodeInfo:
    given = {key: str(front[key]).strip() for key in _INFO_KEYS if isinstance(front.get(key), str)}
    cover = front.get("cover")
    info = EpisodeInfo(**given, cover=Path(cover) if isinstance(cover, str) and cover else None)
    return info if info.title else replace(info, title=title)


def _place(front_matter: str, key: str, name: str) -> str:
    """Say where a key stands, as errors begin: the file and its line."""
    rows = enumerate(front_matter.split("\n"), start=2)
    line = next((n for n, row in rows if row.startswith(key)), 1)
    return f"{name}, line {line}: front matter"


def _read_voices(front: dict[str, object], where: str) -> tuple[tuple[str, str], ...]:
    voices = front.get("voices") or {}
    if not isinstance(voices, dict) or not all(isinstance(v, str) for v in voices.values()):
        raise InputError(f"{where}: voices must be lines of `Speaker: voice`")
    return tuple((str(speaker), str(voice)) for speaker, voice in voices.items())


def _read_announce(front: dict[str, object], where: str, *, ours: bool) -> str:
    """Return whose titles are spoken; those of Markdown that is not ours are part of its text."""
    value = str(front.get("announce", not ours)).lower()
    if value not in _ANNOUNCED:
        raise InputError(f"{where}: announce must be true, false or titles, not {value!r}")
    return _ANNOUNCED[value]


def _cut_at_names(block: Block, names: Set[str]) -> Iterator[Block]:
    """Cut a paragraph where a line begins with one of the names and a colon."""
    any_name = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    found = () if block.heading else re.finditer(rf"^({any_name}):\s", block.text, re.M | re.I)
    turns = list(found)
    ends = [turn.start() for turn in turns] + [len(block.text)]
    if block.text[: ends[0]].strip() or not turns:
        yield replace(block, text=block.text[: ends[0]].strip(), id="" if turns else block.id)
    for turn, end in zip(turns, ends[1:], strict=True):
        text = block.text[turn.end() : end].strip()
        last = end == len(block.text)
        line = block.line + block.text.count("\n", 0, turn.start())
        yield Block(text, line, 0, turn.group(1), block.id if last else "")


def _settle_speakers(blocks: Sequence[Block], cast: Set[str]) -> tuple[Block, ...]:
    """Take bold lead-ins for speakers where a name comes back (`**Note:**` does not) or is cast."""
    counts = Counter(block.speaker for block in blocks if block.speaker is not None)
    named = {name.casefold() for name in cast}
    speakers = {name for name, count in counts.items() if count > 1 or name.casefold() in named}
    return tuple(
        block
        if block.speaker is None or block.speaker in speakers
        else replace(block, speaker=None, text=f"{block.speaker}: {block.text}".strip())
        for block in blocks
    )


def _take_title(blocks: Sequence[Block]) -> tuple[str, tuple[Block, ...]]:
    """Take a lone level-1 heading at the top for the title."""
    top = [n for n, block in enumerate(blocks) if block.heading == 1]
    if top == [0]:
        return blocks[0].text, tuple(blocks[1:])
    return "", tuple(blocks)


def _open_blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    """Settle each block's place: headings open chapters or are spoken, speakers carry on."""
    levels = sorted({block.heading for block in blocks if block.heading})
    chapter_levels = levels[:2] if levels[:1] == [1] else levels[:1]
    speaker = ""
    for block in blocks:
        if block.heading and block.heading not in chapter_levels:
            yield replace(block, heading=0, speaker="")  # headings belong to the narrator
            continue
        if block.speaker is not None:
            speaker = block.speaker
        yield replace(block, speaker=speaker)


def _number(blocks: Iterator[Block]) -> Iterator[Block]:
    """Give every paragraph an id of its own and keep those that it has."""
    kept = list(blocks)
    taken = {block.id for block in kept}
    seen: set[str] = set()
    fresh = (f"p{n}" for n in range(1, len(kept) + len(taken) + 2) if f"p{n}" not in taken)
    for block in kept:
        if not block.heading and (not block.id or block.id in seen):
            block = replace(block, id=next(fresh))
        seen.add(block.id)
        yield block


def _build_chapters(blocks: Iterator[Block]) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    title, level = "", 0
    paragraphs: list[Paragraph] = []
    for block in blocks:
        if not block.heading:
            if block.text:
                speaker = block.speaker or ""
                paragraphs.append(Paragraph(block.text, speaker, id=block.id, line=block.line))
            continue
        if level and level < block.heading and not paragraphs:
            title = f"{title}: {block.text}"  # a part that opens with its first chapter
        else:
            if level or paragraphs:
                chapters.append(Chapter(title, tuple(paragraphs)))
            title = block.text
        level, paragraphs = block.heading, []
    if level or paragraphs:
        chapters.append(Chapter(title, tuple(paragraphs)))
    return tuple(chapters)
