"""Take every screen and state of the browser app, by night and by day, into ``docs/screens`` (make screenshots).

Pictures hold at most 256 colours and no dithering, so that they stay small in the repository. ``--only NAME`` takes
those whose name begins so; ``--out DIR`` writes elsewhere; ``docs/screens.md`` is written anew with each whole run.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import av
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright
from screens_to_shoot import SHOTS
from shooting import Shot, let_go

from tapewright.testing.browser_projects import small_project
from tapewright.testing.browsing import Served, Troubles, close, launch_options, open_context
from tapewright.testing.coded import coded_project
from tapewright.testing.ferry_line import ferry_line
from tapewright.testing.voiced import voiced_project
from tapewright.verbs.project import new_project

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screens"
DEMO = ROOT / "demo"
MOST_BYTES, MOST_IN_ALL = 120_000, 6_000_000
SETTLED = (
    "() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 250))))"
)


def main() -> int:
    """Take them all, say what could not be taken, and write the page."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="only pictures whose name begins so")
    asked.add_argument("--out", type=Path, default=FOLDER, help="the folder to write to")
    options = asked.parse_args()
    chromium = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), "")
    if not chromium:
        print("screenshots: there is no Chromium here: apt-get install chromium", file=sys.stderr)
        return 1
    wanted = sorted((shot for shot in SHOTS if shot.name.startswith(options.only)), key=lambda shot: shot.changes)
    options.out.mkdir(parents=True, exist_ok=True)
    failures = []
    with servers() as server_of, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options(chromium))
        for shot in wanted:
            for theme in ("night", "day"):
                said = take(browser, server_of(shot.project), shot, theme, options.out / f"{shot.name}-{theme}.png")
                failures += [f"{shot.name}, {theme}: {line}" for line in said]
        browser.close()
    if options.out == FOLDER and not options.only:
        (FOLDER.parent / "screens.md").write_text(page_of(SHOTS), "utf-8")
    for line in [*failures, *too_large(options.out)]:
        print(f"screenshots: {line}", file=sys.stderr)
    return 1 if failures else 0


def take(browser: Any, served: Served, shot: Shot, theme: str, path: Path) -> list[str]:
    """One picture. What went wrong, if anything did; the picture is kept all the same, to be looked at."""
    more = {"device_scale_factor": shot.zoom} if shot.zoom != 1 else {}
    context = open_context(
        browser,
        served,
        theme=theme,
        size=shot.size,
        lectern=shot.lectern,
        tour=shot.tour,
        reduced_motion="reduce",
        **more,
    )
    page = context.new_page()
    troubles = Troubles(page, shot.expects)
    said = []
    try:
        shot.before(page)
        page.goto(served.origin + shot.path)
        page.locator("#screen > *, dialog").first.wait_for()
        shot.do(page)
        page.evaluate(SETTLED)
    except BrowserError as error:
        said.append(str(error).splitlines()[0])
    path.write_bytes(small_png(page.screenshot()))
    said += troubles.lines
    let_go(page)
    close(context)
    return said


@contextmanager
def servers() -> Iterator[Any]:
    """Starts a server for each kind of project when it is first asked for."""
    with _plain_folder() as folder, ExitStack() as all_of_them:
        running: dict[str, Served] = {}

        def server_of(kind: str) -> Served:
            if kind not in running:
                root = _project(kind, Path(folder) / kind)
                running[kind] = all_of_them.enter_context(Served(root, log=Path(folder) / f"{kind}.log"))
            return running[kind]

        yield server_of


@contextmanager
def _plain_folder() -> Iterator[str]:
    """A temporary folder whose name can stand in a picture."""
    plain = Path(tempfile.gettempdir()) / "films"
    try:
        plain.mkdir()
    except FileExistsError:
        with tempfile.TemporaryDirectory() as folder:
            yield folder
        return
    try:
        yield str(plain)
    finally:
        shutil.rmtree(plain)


def small_png(png: bytes) -> bytes:
    """The same picture in its own 256 colours."""
    with av.open(io.BytesIO(png)) as source:
        frame = next(source.decode(video=0)).reformat(format="rgba")
    graph = av.filter.Graph()
    start = graph.add_buffer(template=None, width=frame.width, height=frame.height, format="rgba", time_base="1/25")
    split, palette = graph.add("split"), graph.add("palettegen", "reserve_transparent=0:stats_mode=full")
    use, end = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
    start.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(end)
    graph.configure()
    frame.pts = 0
    graph.push(frame)
    graph.push(None)
    few = graph.pull()
    with io.BytesIO() as made, av.open(made, "w", format="image2pipe") as output:
        stream = output.add_stream("png", rate=25, options={"compression_level": "9", "pred": "none"})
        stream.width, stream.height, stream.pix_fmt = few.width, few.height, "pal8"
        few.pts = 0
        output.mux(stream.encode(few))
        output.mux(stream.encode(None))
        output.close()
        return made.getvalue()


def too_large(folder: Path) -> list[str]:
    """Which pictures weigh more than they may, and whether all of them together do."""
    sizes = {path.name: path.stat().st_size for path in sorted(folder.glob("*.png"))}
    said = [f"{name} has {size // 1000} kB" for name, size in sizes.items() if size > MOST_BYTES]
    if sum(sizes.values()) > MOST_IN_ALL:
        said.append(f"all pictures together have {sum(sizes.values()) // 1000} kB")
    return said


def page_of(shots: tuple[Shot, ...]) -> str:
    """docs/screens.md: each room with its pictures, night beside day."""
    lines = ["# What the screens look like", "", "<!-- Made by `make screenshots`. -->", ""]
    room = ""
    for shot in shots:
        if shot.room != room:
            room = shot.room
            lines += [f"## {room}", ""]
        night, day = (f"![{shot.name}, {theme}](screens/{shot.name}-{theme}.png)" for theme in ("night", "day"))
        lines += [shot.says, "", "| night | day |", "|---|---|", f"| {night} | {day} |", ""]
    return "\n".join(lines).rstrip() + "\n"


def _project(kind: str, folder: Path) -> Path:
    if kind == "demo" and (DEMO / "tapewright.db").is_file():
        return Path(shutil.copytree(DEMO, folder / "project"))
    folder.mkdir()
    if kind == "empty":
        project = new_project(folder / "project", title="A new film")
    elif kind == "coded":
        project = coded_project(folder)
    elif kind == "ferry":
        project = small_project(folder)
        ferry_line(project)
    elif kind == "voices":
        project = voiced_project(folder / "project")
    else:
        project = small_project(folder)
    project.close()
    return project.root


if __name__ == "__main__":
    sys.exit(main())
