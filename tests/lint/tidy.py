"""lint.tidy: clang-tidy over src/, with the flags of a build tree."""

import json
import os
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def clang_tidy_command(command):
    """Warnings belong to the compilers; what gcc alone knows would stop clang-tidy."""
    kept = [word for word in command.split() if not word.startswith(("-W", "-ftrivial-auto-var"))]
    return " ".join(kept)


def check(database, path):
    done = subprocess.run(
        ["clang-tidy", "--quiet", "-p", str(database), path],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    failed = done.returncode != 0
    return failed, done.stdout if done.stdout.strip() or not failed else done.stderr


def main():
    source, build = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    entries = json.loads((build / "compile_commands.json").read_text())
    entries = [e for e in entries if pathlib.Path(e["file"]).is_relative_to(source / "src")]
    for entry in entries:
        entry["command"] = clang_tidy_command(entry["command"])
    database = build / "tidy"
    database.mkdir(exist_ok=True)
    (database / "compile_commands.json").write_text(json.dumps(entries))
    paths = sorted({entry["file"] for entry in entries})
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        results = list(pool.map(lambda path: check(database, path), paths))
    for failed, text in results:
        if failed:
            print(text, end="")
    failures = sum(failed for failed, _ in results)
    print(f"{len(paths)} files, {failures} with findings")
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
