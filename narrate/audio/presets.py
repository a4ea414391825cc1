"""To name the loudness that places of publication ask for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from narrate.audio.master import MasterSettings

PRESETS: Mapping[str, MasterSettings] = MappingProxyType(
    {
        # Apple Podcasts, "Audio requirements": -16 LUFS within 1 LU, true peak at most -1 dBFS.
        "podcast": MasterSettings(-16.0, -1.0),
        # Spotify plays at -14 LUFS; louder files are turned down.
        "spotify": MasterSettings(-14.0, -1.0),
        # EBU R 128: -23 LUFS, true peak at most -1 dBTP.
        "ebu": MasterSettings(-23.0, -1.0),
        # ACX: RMS between -23 and -18 dB, peaks at most -3 dB, MP3 of constant 192 kbps, half a
        # second to one of quiet at the head and one to five at the tail. The RMS of ordinary speech
        # lies within a dB of its LUFS; where long pauses or music make it another, the file is
        # made again.
        "acx": MasterSettings(
            -20.5, -3.0, bit_rate=192_000, rms_db=(-23.0, -18.0), lead_ms=750, tail_ms=2000
        ),
    }
)
"""Settings by name: podcast, spotify, ebu, acx."""
