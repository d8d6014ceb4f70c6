"""Runs every program of a folder, and prints its name and what it wrote, as a line of JSON, for each that does not end well.

A program is in Python (.py), JavaScript (.js) or for bash (.sh). It has a process and an empty folder of its own. Programs in Python
are forks of this process, which has loaded already what most of them import: starting the interpreter anew would take longer than all of
them run.
"""

import asyncio, collections, contextlib, csv, dataclasses, datetime, decimal, enum, functools, hashlib, http.server, itertools  # noqa
import json, logging, math, os, pathlib, random, re, runpy, signal, sqlite3, statistics, subprocess, sys, tempfile, threading  # noqa
import time, typing, unittest, urllib.request  # noqa

SECONDS = 30
AT_ONCE = 4
OUTPUT_KEPT = 2_000


def start(program):
    """Starts the program, and returns the id of its process, which is that of its group too."""
    home = program.with_suffix(".home")
    home.mkdir()
    child = os.fork()
    if child:
        return child

    os.setsid()
    os.chdir(home)
    written = os.open(program.with_suffix(".out"), os.O_CREAT | os.O_WRONLY)
    for stream, target in (0, os.open(os.devnull, os.O_RDONLY)), (1, written), (2, written):
        os.dup2(target, stream)
    # As on a machine where somebody works: Git knows who that is. What looks for a home finds an empty one.
    os.environ |= {"HOME": str(home)} | {
        f"GIT_{role}_{fact}": value
        for role in ("AUTHOR", "COMMITTER")
        for fact, value in (("NAME", "Learner"), ("EMAIL", "learner@example.com"))
    }
    match program.suffix:
        case ".py":
            sys.argv = [str(program)]
            runpy.run_path(str(program), run_name="__main__")
            sys.exit()
        case ".js":
            os.execvp("node", ["node", str(program)])
        case ".sh":
            os.execvp("bash", ["bash", "-e", str(program)])


def tell(program, how):
    output = program.with_suffix(".out").read_text(errors="replace")
    print(json.dumps({"program": program.stem, "how": how, "output": output[-OUTPUT_KEPT:]}), flush=True)


def main(folder):
    waiting = sorted(path for path in pathlib.Path(folder).resolve().iterdir() if path.suffix in {".py", ".js", ".sh"})
    running = {}
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            program = waiting.pop(0)
            running[start(program)] = (program, time.monotonic() + SECONDS)
        ended, status = os.waitpid(-1, os.WNOHANG)
        if not ended:
            for child, (_, limit) in running.items():
                if time.monotonic() > limit:
                    os.killpg(child, signal.SIGKILL)
            time.sleep(0.002)
            continue
        program, limit = running.pop(ended)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(ended, signal.SIGKILL)
        if time.monotonic() > limit:
            tell(program, f"it took more than {SECONDS} s")
        elif status != 0:
            tell(program, f"it ended with {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main(sys.argv[1])
