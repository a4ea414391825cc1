import json
import os
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from bench.writing import encode
from narrate.audio.encode import Target
from narrate.audio.forms import FORMS, find_form
from narrate.audio.loudness import Gains
from narrate.errors import EncodeError
from narrate.model import Audio, Timeline

Samples = NDArray[np.int16]
Read = Callable[[str], Audio]
Mix = Callable[[Timeline, Read, Gains, float], Iterator[NDArray[np.int16]]]
Decode = Callable[[Path], Samples]
Lag = Callable[[NDArray[np.float64], NDArray[np.float64]], int]
RATE_HZ = 44_100


@pytest.fixture(scope="module")
def samples(mix: Mix, timeline: Timeline, read: Read) -> Samples:
    return np.concatenate([*mix(timeline, read, -3.0, -3.0)])


@pytest.fixture(scope="module")
def encoded(samples: Samples, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("encoded")
    paths = {form: folder / f"sound.{form}" for form in FORMS}
    for form, path in paths.items():
        encode(np.array_split(samples, 37), Target(path, form, RATE_HZ))
    return paths


@pytest.mark.parametrize("form", FORMS)
def test_decoded_sound_is_where_it_was(
    form: str, samples: Samples, encoded: dict[str, Path], decode: Decode, lag: Lag
) -> None:
    rate_hz = FORMS[form].rate_hz or RATE_HZ
    expected = samples.astype(float)
    if rate_hz != RATE_HZ:
        expected = soxr.resample(expected, RATE_HZ, rate_hz)
    decoded = decode(encoded[form]).astype(float)
    extra = decoded.size - expected.size
    assert 0 <= extra < 1024 if form == "m4b" else abs(extra) <= 1  # AAC frames of 1024
    assert not np.abs(decoded[expected.size :]).max(initial=0) > 40
    for window in np.array_split(np.arange(expected.size), 4):
        assert lag(expected[window], decoded[window[0] : window[-1]]) == 0


@pytest.mark.parametrize("form", FORMS)
def test_container_tells_the_exact_length(
    form: str, samples: Samples, encoded: dict[str, Path], ffmpeg: Callable[[str], str]
) -> None:
    command = [ffmpeg("ffprobe"), "-v", "error", "-show_entries", "stream=duration"]
    command += ["-of", "json", str(encoded[form])]
    said = subprocess.run(command, capture_output=True, check=True)
    stream = json.loads(said.stdout)["streams"][0]
    shown = float(stream["duration"])
    if form == "opus":
        shown -= 312 / 48_000  # FFmpeg counts the decoder's warm-up, which nobody hears
    slack = 0.05 if form == "mp3" else 3e-5  # FFmpeg shows whole frames of MP3
    assert abs(shown - samples.size / RATE_HZ) < slack


@pytest.mark.parametrize("form", ["wav", "flac"])
def test_lossless_forms_keep_every_bit(
    form: str, samples: Samples, encoded: dict[str, Path], decode: Decode
) -> None:
    np.testing.assert_array_equal(decode(encoded[form]), samples)


@pytest.mark.parametrize("form", FORMS)
def test_same_samples_give_the_same_bytes(
    form: str, samples: Samples, encoded: dict[str, Path], tmp_path: Path
) -> None:
    again = tmp_path / "again"
    encode(np.array_split(samples, 37), Target(again, form, RATE_HZ))
    assert again.read_bytes() == encoded[form].read_bytes()


def test_m4b_is_an_audiobook_that_starts_while_loading(encoded: dict[str, Path]) -> None:
    content = encoded["m4b"].read_bytes()
    assert content[4:12] == b"ftypM4B "
    assert content.index(b"moov") < content.index(b"mdat")


def test_more_than_opus_takes_is_told() -> None:
    assert find_form("opus").bit_rate(2, 320_000) == 320_000
    with pytest.raises(EncodeError, match="256 kbps at most"):
        find_form("opus").bit_rate(1, 320_000)


@pytest.mark.parametrize(("form", "bit_rate"), [("mp3", 64_000), ("opus", 24_000), ("m4b", 96_000)])
def test_bit_rate_is_kept(form: str, bit_rate: int, samples: Samples, tmp_path: Path) -> None:
    path = tmp_path / "file"
    encode([samples], Target(path, form, RATE_HZ, bit_rate))
    rate = path.stat().st_size * 8 / (samples.size / RATE_HZ)
    assert rate == pytest.approx(bit_rate, rel=0.35)


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_programme_makes_a_file(form: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    encode([], Target(path, form, RATE_HZ))
    assert path.stat().st_size > 0


def test_a_failing_source_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp3"
    path.write_bytes(b"old")

    def failing() -> object:
        yield np.zeros(100_000, np.int16)
        raise KeyError("clip")

    with pytest.raises(KeyError, match="clip"):
        encode(failing(), Target(path, "mp3", RATE_HZ))  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMS)
def test_a_missing_folder_is_one_clear_line(form: str, tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match=r"cannot write .*: No such file") as caught:
        encode([np.zeros(9, np.int16)], Target(tmp_path / "none" / "x", form, RATE_HZ))
    assert "\n" not in str(caught.value)


def test_an_unknown_form_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match=r"'wma'.*mp3, m4b, opus, flac, wav"):
        encode([], Target(tmp_path / "x.wma", "wma", RATE_HZ))


def test_an_impossible_rate_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EncodeError, match="cannot write"):
        encode([np.zeros(9, np.int16)], Target(tmp_path / "x.mp3", "mp3", 12_345))
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="limits of file size are a POSIX matter")
@pytest.mark.parametrize("form", FORMS)
def test_a_full_disk_is_one_clear_line(form: str, tmp_path: Path) -> None:
    """A limit on file size stops the writer where a full disk would."""
    code = f"""
        import resource, signal, numpy as np
        from pathlib import Path
        from bench.writing import encode
        from narrate.audio.encode import Target
        from narrate.errors import EncodeError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        noise = np.random.default_rng(1).integers(-9000, 9000, 44_100).astype(np.int16)
        try:
            encode([noise] * 40, Target(Path("sound"), "{form}", 44_100))
        except EncodeError as error:
            print(error)
    """
    (tmp_path / "sound").write_bytes(b"old")
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert said.stdout.startswith("cannot write sound: File too large"), said
    assert said.stdout.count("\n") == 1
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("sound", b"old")]


@pytest.mark.skipif(
    not shutil.which("unshare") or os.getuid() != 0, reason="only root may mount here"
)
@pytest.mark.parametrize("form", FORMS)
def test_a_full_file_system_is_one_clear_line(form: str, tmp_path: Path) -> None:
    """A real one, of 100 kB; it holds the old file afterwards, and nothing else."""
    code = f"""
        import numpy as np
        from pathlib import Path
        from bench.writing import encode
        from narrate.audio.encode import Target
        from narrate.errors import EncodeError
        Path("small/sound").write_bytes(b"old")
        noise = np.random.default_rng(1).integers(-9000, 9000, 44_100).astype(np.int16)
        try:
            encode([noise] * 40, Target(Path("small/sound"), "{form}", 44_100))
        except EncodeError as error:
            print(error)
        print([(path.name, path.read_bytes()) for path in Path("small").iterdir()])
    """
    (tmp_path / "small").mkdir()
    (tmp_path / "code.py").write_text(textwrap.dedent(code), encoding="utf-8")
    mount = "mount -t tmpfs -o size=100k none small || exit 9"
    said = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{mount}\n{sys.executable} code.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
    )
    if "denied" in said.stderr or said.stderr.startswith("unshare:"):
        pytest.skip("mounting is not allowed here")
    message, left = said.stdout.splitlines()
    assert message.startswith("cannot write small/sound: No space left on device"), said
    assert left == "[('sound', b'old')]"
