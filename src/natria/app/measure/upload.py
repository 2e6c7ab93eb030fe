"""An upload to the workspace: streamed to disk with a cap, kept only when it is complete."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ...quantity import InputError, Problem
from ..settings import AppSettings
from ..workspace import AppWorkspace
from .names import clean_name


class TooLarge(InputError):
    """An upload above the cap."""


class TooSlow(InputError):
    """An upload that stopped to send."""


async def receive_file(
    chunks: AsyncIterator[bytes], name: str, announced: int | None, workspace: AppWorkspace, settings: AppSettings
) -> str:
    """Write an upload to the workspace; return the name under which it is kept."""
    kept_as = clean_name(name)
    if announced is not None and announced > settings.most_bytes:
        raise _too_large(kept_as, settings)
    part, size = workspace.part(), 0
    try:
        with part.open("xb") as file:
            while True:
                async with asyncio.timeout(settings.silence):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    break
                size += len(chunk)
                if size > settings.most_bytes:
                    raise _too_large(kept_as, settings)
                file.write(chunk)
        if announced is not None and size != announced:
            raise InputError(kept_as, [Problem("", f"{size} of {announced} bytes arrived", "drop the file again")])
        return await asyncio.to_thread(workspace.keep, part, kept_as)
    except TimeoutError:
        what = f"nothing arrived for {settings.silence:g} s"
        raise TooSlow(kept_as, [Problem("", what, "drop the file again")]) from None
    finally:
        part.unlink(missing_ok=True)


def _too_large(name: str, settings: AppSettings) -> TooLarge:
    fix = "give more with natria app --upload-limit, or copy the file into the folder recordings of the workspace"
    return TooLarge(name, [Problem("", f"is larger than {settings.most_upload:g} MiB", fix)])
