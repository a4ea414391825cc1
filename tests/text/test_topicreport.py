from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from narrate.errors import InputError
from narrate.model import Chapter, Paragraph
from narrate.text.archive import learn_cues, read_archive
from narrate.text.chapters import make_chapters
from narrate.text.cuemodel import load_cues
from narrate.text.topicreport import plot_topics, report_topics

WORDS = ("lions", "rivers", "engines", "violins", "mountains", "kitchens", "planets", "bridges")
TALK = Path(__file__).parents[2] / "examples" / "karen-hao.txt"


def paragraphs() -> list[Paragraph]:
    lines = TALK.read_text(encoding="utf-8").splitlines()[3:]
    return [Paragraph(" ".join(lines), "Karen Hao")]


def test_a_report_tells_the_same_chapters_as_make_does() -> None:
    report = report_topics(paragraphs())
    assert report.chapters == make_chapters(paragraphs())
    told = json.loads(json.dumps(report.as_json()))
    assert [c["title"] for c in told["chapters"]] == [c.title for c in report.chapters]
    assert told["chapters"][0]["start_min"] == 0
    assert len(told["sentences"]) == 16
    assert not set(report.rejected) & set(report.topics.boundaries)


def test_a_report_needs_text() -> None:
    with pytest.raises(InputError, match="no text"):
        report_topics([])


def test_a_plot_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / "chapters.png"
    plot_topics(report_topics(paragraphs()), path)
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match="cannot be written"):
        plot_topics(report_topics(paragraphs()), tmp_path / "missing" / "chapters.png")
    with pytest.raises(InputError, match="cannot be written"):
        plot_topics(report_topics(paragraphs()), tmp_path / "chapters.xyz")


def test_a_legend_covers_no_curve(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = pytest.importorskip("matplotlib.figure")
    drawn: list[Any] = []
    monkeypatch.setattr(figures.Figure, "savefig", lambda figure, *_, **__: drawn.append(figure))
    plot_topics(report_topics(paragraphs()), Path("chapters.png"))
    drawn[0].draw_without_rendering()
    for axes in drawn[0].axes:
        assert axes.get_legend().get_window_extent().x0 >= axes.get_window_extent().x1


def test_a_show_of_ones_own_is_learnt(tmp_path: Path) -> None:
    story = "We walked to the old mill and saw a tree. " * 12
    for number in range(4):
        sections = [f"## Part {i}\n\nBing bong, story time. {story}" for i in range(8)]
        (tmp_path / f"episode-{number}.md").write_text("\n\n".join(sections), encoding="utf-8")
    (tmp_path / "notes.md").write_text("No chapters here.", encoding="utf-8")
    archive = read_archive(tmp_path)
    assert len(archive.episodes) == 4
    assert archive.chapter_count == 32
    talk = Paragraph(story + "Bing bong, story time. " + story * 2)
    second: Chapter = make_chapters([talk], "2", cues=learn_cues(tmp_path))[1]
    assert second.paragraphs[0].text.startswith("Bing bong")


def test_too_small_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="learning needs 3 Markdown files"):
        learn_cues(tmp_path)
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read as UTF-8"):
        learn_cues(tmp_path)


@pytest.mark.parametrize(("every", "fewest", "most"), [(1, 8, 10), (4, 2, 4)])
def test_an_archive_tells_how_many_chapters_a_show_sets(
    tmp_path: Path, every: int, fewest: int, most: int
) -> None:
    stories = [f"We drew {w} and {w} again, and what a {w} it was. " * 9 for w in WORDS]
    for number in range(10):
        told = (f"## Part {i}\n\n{s}" if i % every == 0 else s for i, s in enumerate(stories))
        (tmp_path / f"episode-{number}.md").write_text("\n\n".join(told), encoding="utf-8")
    learn_cues(tmp_path).save(tmp_path / "show.npz")
    known = load_cues(tmp_path / "show.npz")
    found = make_chapters([Paragraph("".join(stories))], cues=known)
    assert fewest <= len(found) <= most
