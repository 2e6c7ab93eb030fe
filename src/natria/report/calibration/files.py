"""Every file of a calibration by its name.

Without a result the file holds no usable set of parameters.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...studies.calibration.calibrate import Calibration
from ...studies.calibration.file import FILE, calibration_document
from ...studies.calibration.profile import Profile
from .figures import calibration_pictures
from .page import calibration_page


def calibration_files(c: Calibration, profiles: Sequence[Profile], version: str) -> dict[str, bytes]:
    drawn = calibration_pictures(c, profiles)
    return {
        "index.html": calibration_page(c, profiles, drawn, version).encode(),
        FILE: (json.dumps(calibration_document(c, version, profiles), indent=1, allow_nan=False) + "\n").encode(),
        **{f"figures/{p.id}.svg": p.svg for p in drawn},
        **{f"figures/{p.id}.png": p.png for p in drawn},
    }
