"""lint.words: what no file may say, and what each file must have.

Usage: words.py SOURCE"""

import pathlib
import re
import sys

from project import code_only, project_files, report

# Written so that this file does not find itself.
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b")
LOCAL_PATH = re.compile(r"(?<![\w.])/(work|farm|root)/")
BANNED_CALL = re.compile(
    r"\b(strcpy|strcat|sprintf|strtok|gmtime|localtime|atoi|rand)\s*\(")
UNTESTED = pathlib.Path(__file__).with_name("untested.txt")
CORPUS = pathlib.PurePosixPath("tests/fuzz/corpus")


def line_findings(path, text, pattern, what):
    for number, line in enumerate(text.split("\n"), 1):
        match = pattern.search(line)
        if match:
            yield f"{path}:{number}: {what}: {match[0].strip()}"


def c_findings(path, text):
    yield from line_findings(path, code_only(text), BANNED_CALL, "banned call")
    first = re.match(r"/\* (.*?)\s*\*/", text, re.DOTALL)
    if not first:
        yield f"{path}:1: begins without a comment that says what the file is for"
    elif not first[1].endswith((".", "?")):
        yield f"{path}:1: the first comment is not a sentence"


def text_findings(source, files):
    for path in files:
        if path.is_relative_to(CORPUS):
            continue
        try:
            text = (source / path).read_text()
        except UnicodeDecodeError:
            continue
        yield from line_findings(path, text, LOCAL_PATH, "path of one machine")
        if path.parts[0] in ("src", "include", "tests", "config"):
            yield from line_findings(path, text, UNFINISHED, "unfinished")
        if path.suffix in (".c", ".h"):
            yield from c_findings(path, text)


def test_findings(files):
    """Each source file has a unit test of its name, alone or with its folder's name before it."""
    present = {str(path) for path in files}
    listed = {line.strip() for line in UNTESTED.read_text().splitlines()
              if line.strip() and not line.startswith("#")}
    untested = set()
    for path in files:
        if path.parts[0] != "src" or path.suffix != ".c" or path.name == "main.c":
            continue
        names = (f"tests/unit/test_{path.stem}.c",
                 f"tests/unit/test_{path.parent.name}_{path.stem}.c")
        if not any(name in present for name in names):
            untested.add(str(path))
    for path in sorted(untested - listed):
        yield f"{path}: has no tests/unit/test_{pathlib.PurePosixPath(path).stem}.c"
    for path in sorted(listed - untested):
        yield f"{UNTESTED.name}: {path} is no longer needed"


def main():
    source = pathlib.Path(sys.argv[1])
    files = project_files(source)
    findings = [*text_findings(source, files), *test_findings(files)]
    return report(findings, f"{len(files)} files")


if __name__ == "__main__":
    sys.exit(main())
