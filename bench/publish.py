"""What it costs to publish a long file: 300 chapters and a cover into ten hours of sound.

The sound is one encoded minute, its packets repeated, so that the files have the size and the
number of packets of real ones. Each step runs in a process of its own, for its peak memory
(Linux alone tells it).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import av
import numpy as np

from narrate.model import ChapterMark, EpisodeInfo
from narrate.publish.readback import inspect_file
from narrate.publish.tag import publish, retag

HOURS = 10
CHAPTERS = 300
FORMS = {
    "mp3": ("mp3", "libmp3lame", 44_100, 64_000),
    "m4b": ("mp4", "aac", 44_100, 64_000),
    "opus": ("ogg", "libopus", 48_000, 32_000),
    "wav": ("wav", "pcm_s16le", 44_100, 705_600),
}


def make_sound(path: Path, form: str) -> None:
    container_form, codec, rate, bit_rate = FORMS[form]
    noise = np.random.default_rng(1).normal(0, 2000, 60 * rate).astype(np.int16)
    with av.open(str(path), "w", format=container_form) as target:
        stream: Any = target.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = bit_rate
        packets = []
        for start in range(0, len(noise), 4096):
            block = noise[None, start : start + 4096]
            frame = av.AudioFrame.from_ndarray(block, "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            packets += stream.encode(frame)
        payloads = [(bytes(packet), packet.duration) for packet in packets]
        place = packets[0].pts
        for payload, duration in payloads * (HOURS * 60):
            packet = av.Packet(payload)
            packet.stream, packet.time_base = stream, Fraction(1, rate)
            packet.pts = packet.dts = place
            packet.duration = duration
            target.mux_one(packet)
            place += duration


def make_cover(path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 255, (1400, 1400, 3), dtype=np.uint8)
    frame = av.VideoFrame.from_ndarray(pixels, "rgb24").reformat(format="yuvj420p")
    encoder: Any = av.CodecContext.create("mjpeg", "w")
    encoder.width = encoder.height = 1400
    encoder.pix_fmt, encoder.time_base = "yuvj420p", Fraction(1)
    packets = [*encoder.encode(frame), *encoder.encode(None)]
    path.write_bytes(b"".join(bytes(packet) for packet in packets))


def measured(job: Callable[..., Any], *arguments: Any) -> tuple[float, float, float]:
    """Return wall seconds, CPU seconds and peak MiB of a job in a fresh process."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_timed, (job, *arguments))


def _timed(job: Callable[..., Any], *arguments: Any) -> tuple[float, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    job(*arguments)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    # Not ru_maxrss, which begins with what the parent process had.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak_kib = int(status.split("VmHWM:")[1].split()[0])
    return wall, cpu, peak_kib / 1024


def main() -> None:
    rate = 44_100
    part = HOURS * 3600 * rate // CHAPTERS - rate // 10
    marks = [
        ChapterMark(f"Chapter {n}", n * part, (n + 1) * part, "https://example.org")
        for n in range(CHAPTERS)
    ]
    print(f"{HOURS} h, {CHAPTERS} chapters, cover of 1400 x 1400; Python {sys.version.split()[0]}")
    print("| file | MB | step | wall s | CPU s | peak MiB |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as folder:
        cover = Path(folder) / "cover.jpg"
        make_cover(cover)
        info = EpisodeInfo("Title", "Author", language="en", cover=cover)
        for form in FORMS:
            path = Path(folder) / f"long.{form}"
            make_sound(path, form)
            for step, job in (
                ("publish", (publish, path, info, marks, rate)),
                ("retag title", (retag, path, EpisodeInfo("New"))),
                ("inspect", (inspect_file, path)),
            ):
                wall, cpu, peak = measured(*job)
                size = path.stat().st_size / 1e6
                print(f"| {form} | {size:.0f} | {step} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
            path.unlink()


if __name__ == "__main__":
    main()
