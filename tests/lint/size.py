"""lint.size: functions and files stay small; the list of what is larger may only shrink.

Usage: size.py SOURCE. A line of size_exceptions.txt is `path name measure number`, where measure is
lines or parameters and name is a function, or `file`; number is the present one."""

import pathlib
import re
import sys

from project import c_files, code_only, report

FUNCTION_LINES_MAX = 70
FUNCTION_PARAMETERS_MAX = 5
FILE_LINES_MAX = 400
EXCEPTIONS = pathlib.Path(__file__).with_name("size_exceptions.txt")
ATTRIBUTE = re.compile(r"__attribute__\s*\(\(.*?\)\)\s*", re.DOTALL)


def signature_start(lines, brace):
    """The first line of the declaration whose body begins at the line `brace`."""
    start = brace
    while start > 0:
        above = lines[start - 1].rstrip()
        if not above or above.startswith(("#", "}")) or above.endswith((";", "\\")):
            break
        start -= 1
    return start


def parameter_count(signature):
    inside = signature[signature.index("(") + 1:signature.rindex(")")]
    if inside.strip() in ("", "void"):
        return 0
    depth, count = 0, 1
    for character in inside:
        depth += (character in "([") - (character in ")]")
        count += character == "," and depth == 0
    return count


def functions(text):
    """(name, lines, parameters) of each: its body begins and ends with a brace in column 0."""
    lines = code_only(text).split("\n")
    brace = None
    for index, line in enumerate(lines):
        if line.rstrip() == "{":
            brace = index
        elif line.startswith("}") and brace is not None:
            start = signature_start(lines, brace)
            while start < brace and not lines[start].strip():
                start += 1
            signature = ATTRIBUTE.sub("", " ".join(lines[start:brace]))
            name = re.search(r"(\w+)\s*\(", signature)
            if name:
                yield name[1], index - start + 1, parameter_count(signature)
            brace = None


def measures(source):
    """{(path, name, measure): number} of what is too large, and all names."""
    large = {}
    files = c_files(source, "src", "include")
    for path in files:
        text = (source / path).read_text()
        if text.count("\n") > FILE_LINES_MAX:
            large[str(path), "file", "lines"] = text.count("\n")
        for name, lines, parameters in functions(text):
            if lines > FUNCTION_LINES_MAX:
                large[str(path), name, "lines"] = lines
            if parameters > FUNCTION_PARAMETERS_MAX:
                large[str(path), name, "parameters"] = parameters
    return large, len(files)


def exceptions():
    result = {}
    if EXCEPTIONS.exists():
        for line in EXCEPTIONS.read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                path, name, measure, number = line.split()
                result[path, name, measure] = int(number)
    return result


def main():
    large, count = measures(pathlib.Path(sys.argv[1]))
    listed = exceptions()
    findings = []
    for key, number in sorted(large.items()):
        path, name, measure = key
        if number > listed.get(key, 0):
            findings.append(f"{path}: {name}: {number} {measure} are too many")
        elif number < listed[key]:
            findings.append(f"{EXCEPTIONS.name}: {path} {name} {measure} could be {number}")
    for path, name, measure in sorted(listed.keys() - large.keys()):
        findings.append(f"{EXCEPTIONS.name}: {path} {name} {measure} is no longer needed")
    return report(findings, f"{count} files")


if __name__ == "__main__":
    sys.exit(main())
