"""Threads copied from their pages to posts that know who wrote them.

Forums, networks and comments set a few short lines above each post: a name, a handle, what
somebody is, and when it was written ("4h ago", "· Oct 13"); below it stand buttons, the same for
each post. No list of sites is kept: posts are found by their times of writing with a name near,
buttons by being labels or by standing in several posts word for word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from narrate.model import Line
from narrate.text.columns import Drops, Lines
from narrate.text.furniture import is_label
from narrate.text.headsigns import is_prose
from narrate.text.read.marks import could_be_name, worded_lines
from narrate.text.read.stamps import parse_stamp
from narrate.text.unwrapped import is_ended

_HANDLE = re.compile(
    r"[\u2066-\u2069\u202a-\u202e]?(?:@|u/)?[\w][\w.-]{1,40}(?:@[\w.-]+)?[\u2066-\u2069\u202a-\u202e]?"
)
_AT = re.compile(r"[\u2066-\u2069\u202a-\u202e]?@\S+")
_SIGN = re.compile(r"[\W_]{1,3}")
_BESIDE = re.compile(  # what stands beside a name or a time of writing
    r"\W*(?:op|author|mod(?:erator)?|admin|verified|edited(?: .{1,20})?|pinned(?: by .{1,40})?"
    r"|[123](?:st|nd|rd)\+?|you|top \d+% \w+|liked by .{1,40}|follow|promoted"
    r"|replying to .{1,60}|level \d+|in reply to .{1,60}|\w+['’]s avatar|(?::[\w+-]+: ?)+)\W*",
    re.IGNORECASE,
)
_BUTTON = re.compile(  # of threads alone
    r"\W*(?:up|down)?vote[sd]?\W*|\d{1,2}:\d\d"
    r"|[\d.,]+[km]?\W*(?:re)?(?:posts?|tweets?|quotes?|bookmarks?|votes?)"
    r"|\d{1,3}/\d{0,3}|award|send|retweet|quote|bookmark|boost|favou?rite|views?|permalink|parent"
    r"|context|copy link|give award|best|sort by:?|translat(?:e|ion)\b.{0,30}"
    r"|like reply"
    r"|repost|(?:add|write|leave|post) (?:a|your) (?:comment|reply|answer)\W*|most relevant|react"
    r"|(?:show|view|load|see|hide|read)(?: \d+)?(?: (?:more|all|previous|other))*"
    r" (?:repl(?:y|ies)|comments?|answers)\b.{0,20}"
    r"|\d+ (?:more )?(?:repl(?:y|ies)|comments?)\b.{0,40}"
    r"|load more comments.*|go to comments|you and .{1,20} others?|collapse|expand(?: .{1,20})?"
    r"|(?:permalink|embed|save|parent|report|reply|share|context|full comments|hide|edit)+"
    r"|(?:comment|message|post) (?:removed|deleted) by .{1,20}|\[?(?:deleted|removed)\]?",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\W*(?:[123](?:st|nd|rd)\+?|author|you)\W*", re.IGNORECASE)
_MARKS = re.compile(
    r"^\[[-–+—]\]\s*|\s*\[[A-Z]\](?=$)|\s*\((?:OP|he/.*|she/.*|they/.*)\)$|[\u2066-\u2069\u202a-\u202e]"
)
_FEWEST_POSTS = 3
_LEAST_NAMED = 0.6  # of the times
_LONGEST_POST = 80  # lines on average; "two years" ends a line of speech now and then
_MOST_ABOVE = 4  # lines of a post's head above its time
_LONGEST_NAME, _LONGEST_BUTTON = 48, 40  # characters
_LEAST_CLOSED = 0.7  # of the posts: below their buttons nobody writes


@dataclass(frozen=True, slots=True)
class _Post:
    """Where a post's head begins and what it says from where on, and who wrote it."""

    head: int
    body: int
    name: str


def take_threads(lines: Lines) -> tuple[Lines, Drops]:
    """Take heads and buttons off the posts of a thread; other texts come back as they are."""
    if lines.say_who_or_when:
        return lines, Drops()
    posts = _posts(lines)
    if not posts:
        return lines, Drops()
    drops = Drops()
    return lines.edited(_edits(lines, posts, drops)), drops


def _posts(lines: Lines) -> list[_Post]:
    """Return the posts of a thread in order; none if too few times have a name near them."""
    texts = lines.texts
    worded = lines.fact(worded_lines)
    stamps = {n: found for n in worded if (found := parse_stamp(texts[n]))}
    if len(stamps) < _FEWEST_POSTS:
        return []
    posts: list[_Post] = []
    exact = times = 0
    for n, stamp in stamps.items():
        above = posts[-1].body if posts else 0
        if n < above:
            continue
        times += 1
        head = _head(lines, n, above, stamp.before)
        if head:
            first, name = head
            posts.append(_Post(first, _body(lines, n, name), _clean(name)))
            exact += stamp.to_the_hour or any(map(_AT.fullmatch, texts[first:n]))
    fewest = max(_FEWEST_POSTS, _LEAST_NAMED * times, len(texts) / _LONGEST_POST)
    if min(len(posts), exact) < fewest:
        return []
    ends = [*(post.head for post in posts[1:]), len(texts)]
    said = sum(
        any(" " in text and not _is_page(text) for text in texts[post.body : end])
        for post, end in zip(posts, ends, strict=True)
    )
    return _with_first(lines, posts, stamps) if 2 * said >= len(posts) else []


def _head(lines: Lines, stamp: int, above: int, before: str) -> tuple[int, str] | None:
    """Return where the head of a post begins that a time stands in, and the name in it."""
    texts = lines.texts
    if before and _could_be_writer(before):
        if _AT.fullmatch(before) and stamp > above and _is_writer(lines, stamp - 1):
            return stamp - 1, texts[stamp - 1]
        return stamp, before
    first = stamp
    while first > above and stamp - first < _MOST_ABOVE and not lines.is_after_blank(first):
        if is_ended(texts[first - 1]) or (
            is_label(texts[first - 1]) and not _is_beside(texts[first - 1])
        ):
            break
        first -= 1
    near = [n for n in range(first, stamp) if not _is_beside(texts[n])]
    roles = [n - 1 for n in range(first + 1, stamp) if _ROLE.fullmatch(texts[n])]
    for n in (*roles, *reversed(near)):
        if _is_writer(lines, n):
            named = n - 1 if _AT.fullmatch(texts[n]) and n - 1 in near else n
            named = named if _is_writer(lines, named) else n
            same = named > first and texts[named - 1] == texts[named]
            return named - same, texts[named]
    return None


def _is_writer(lines: Lines, n: int) -> bool:
    return n >= 0 and _could_be_writer(lines.texts[n]) and not lines.is_heading(n)


def _could_be_writer(text: str) -> bool:
    """Tell whether a line could be the name or the handle of who writes."""
    name = _clean(text)
    if not name or len(name) > _LONGEST_NAME or is_label(name) or name.startswith("r/"):
        return False
    if name in ("[deleted]", "[removed]"):
        return True
    return could_be_name(name) or _HANDLE.fullmatch(name) is not None


def _clean(name: str) -> str:
    return _MARKS.sub("", name).strip(" ·•|").removeprefix("u/")


def _is_beside(text: str) -> bool:
    return bool(_SIGN.fullmatch(text) or _BESIDE.fullmatch(text))


def _body(lines: Lines, stamp: int, name: str) -> int:
    """Return where the words of a post begin whose time stands at `stamp`."""
    n = stamp + 1
    while n < len(lines) and (_is_beside(lines.texts[n]) or lines.texts[n] == name):
        n += 1
    return n


def _with_first(lines: Lines, posts: list[_Post], stamps: Iterable[int]) -> list[_Post]:
    """Return the posts, and before them the one that opens the thread, set in another way.

    Its name and handle stand without a time, or its name below the time.
    """
    texts, top = lines.texts, posts[0].head
    heads = {(texts[post.head], texts[post.head + 1]) for post in posts}
    for n in range(top - 1):
        if _AT.fullmatch(texts[n + 1]) and (texts[n], texts[n + 1]) in heads:
            return [_Post(n, n + 2, _clean(texts[n])), *posts]
    names = {post.name for post in posts}
    for n in (n for n in stamps if n < top - 1):
        of_forum = any(text.startswith("r/") for text in texts[max(0, n - 2) : n])
        if texts[n + 1] in names or (of_forum and _is_writer(lines, n + 1)):
            return [_Post(n, n + 2, _clean(texts[n + 1])), *posts]
    return posts


def _edits(lines: Lines, posts: Sequence[_Post], drops: Drops) -> Iterator[tuple[int, Line | None]]:
    """Yield what becomes of the lines from the first post on; those above are the page's."""
    ends = [*(post.head for post in posts[1:]), len(lines)]
    buttons = _buttons(lines, posts, ends)
    closing = [
        _closing(lines.texts, post, end, buttons) for post, end in zip(posts, ends, strict=True)
    ]
    closed = [
        not any(map(is_prose, lines.texts[close:end]))
        for close, end in zip(closing[:-1], ends[:-1], strict=True)
        if close < end
    ]
    closes = len(closed) > 1 and sum(closed) >= _LEAST_CLOSED * len(closed)
    for post, close, end in zip(posts, closing, ends, strict=True):
        for n in range(post.head, post.body):
            named = _clean(lines.texts[n]) == post.name or n == post.head
            drops.add(lines[n], lines.texts[n], "name of the speaker" if named else "time")
            yield n, None
        fresh = True
        for n in range(post.body, end):
            text = lines.texts[n]
            below = closes and n >= close
            if below or (text in buttons and not fresh) or _is_page(text):
                drops.add(lines[n], text, "page furniture")
                yield n, None
            else:
                yield n, replace(lines[n], speaker=post.name, opens=True, after_blank=fresh)
                fresh = False


def _is_page(text: str) -> bool:
    stamp = parse_stamp(text)
    label = is_label(text) or bool(_BUTTON.fullmatch(text)) or _is_beside(text)
    return label or (stamp is not None and stamp.alone)


def _buttons(lines: Lines, posts: Sequence[_Post], ends: Sequence[int]) -> set[str]:
    """Return the short lines that stand in several posts word for word."""
    counts: Counter[str] = Counter()
    for post, end in zip(posts, ends, strict=True):
        counts.update(
            {text for text in lines.texts[post.body : end] if len(text) <= _LONGEST_BUTTON}
        )
    return {text for text, count in counts.items() if count >= _FEWEST_POSTS and not is_ended(text)}


def _closing(texts: Sequence[str], post: _Post, end: int, buttons: set[str]) -> int:
    """Return the place behind the first row of buttons below a post's words, or its end."""
    said = False
    for n in range(post.body, end):
        if texts[n] in buttons and said:
            return n
        said = said or not _is_page(texts[n])
    return end
