"""lint.layers: includes point one way, and each foreign library is seen by one folder.

Usage: layers.py SOURCE"""

import pathlib
import re
import sys

from project import c_files, report

# Folder of src: the folders that it may include, besides itself.
MAY_INCLUDE = {
    "base": set(),
    "core": {"base"},
    "task": {"base", "core"},
    "yaml": {"base"},
    "rules": {"base", "core", "yaml"},
    "codec": {"base", "core"},
    "store": {"base", "core", "task"},
    "kafka": {"base"},
    "daemon": {"base", "core", "task", "yaml", "rules", "codec", "store", "kafka", "http"},
    "cli": {"base", "core", "task", "yaml", "rules", "codec", "kafka", "daemon"},
}
BASE_MERIT = {"merit/text.h", "merit/limits.h"}
FOREIGN = {
    "avro.h": {"codec"},
    "libfyaml.h": {"yaml"},
    "librdkafka": {"kafka"},
    "lmdb.h": {"store"},
    "uv.h": {"daemon"},
    "yajl": {"codec"},
    "systemd": {"daemon"},
    "xxhash.h": {"base", "codec", "core"},
}
# Headers without a clock, I/O, a locale or a heap: all that core, task and the public headers see.
PURE_LIBC = set("assert inttypes limits stdalign stdarg stdbool stddef stdint string".split())
LIBC = PURE_LIBC | set("""
    ctype dirent errno fcntl getopt locale math poll pthread signal stdio stdlib strings threads time
    unistd stdatomic stdnoreturn
    ftw sys/file sys/mman sys/resource sys/socket sys/stat sys/statvfs sys/time sys/types sys/un sys/wait""".split())

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def foreign_library(header):
    return next((name for name in FOREIGN
                 if header == name or re.match(re.escape(name) + r"[/_]", header)), None)


def refusal(folder, header):
    """Why files of the folder may not include the header; None when they may."""
    foreign = foreign_library(header)
    if foreign:
        return None if folder in FOREIGN[foreign] else f"{foreign} is not for {folder}"
    first = header.split("/")[0]
    if first == "merit":
        if folder in ("base", "yaml") and header not in BASE_MERIT:
            return f"{folder} knows only " + ", ".join(sorted(BASE_MERIT))
        return None
    if first in MAY_INCLUDE:
        allowed = MAY_INCLUDE.get(folder, set()) | {folder}
        return None if first in allowed else f"{folder} may not include {first}"
    libc = PURE_LIBC if folder in ("core", "task", "merit") else LIBC
    if header.removesuffix(".h") in libc:
        return None
    return f"not a header for {folder}; own headers are named from src or include"


def main():
    source = pathlib.Path(sys.argv[1])
    findings = []
    files = c_files(source, "src", "include")
    for path in files:
        folder = path.parts[1]
        if path.parts[0] == "src" and folder not in MAY_INCLUDE:
            findings.append(f"{path}: folder {folder} has no place in tests/lint/layers.py")
            continue
        text = (source / path).read_text()
        for match in INCLUDE.finditer(text):
            reason = refusal(folder, match[2])
            if reason:
                line = text.count("\n", 0, match.start(1)) + 1
                findings.append(f"{path}:{line}: {match[2]}: {reason}")
    return report(findings, f"{len(files)} files")


if __name__ == "__main__":
    sys.exit(main())
