"""lint.purity: core and task call nothing outside, keep no writable data and use no floating point.

Usage: purity.py ARCHIVE-TO-CHECK... --with ARCHIVE...; by what objdump sees of the machine code (nm
reads what the objects hold for the linker to optimize, where calls of the compiler are still missing).
"""

import re
import subprocess
import sys

from project import report

# Memory and text without state; what the compiler calls by itself.
ALLOWED = re.compile(
    r"(__)?(memcpy|memmove|memset|memcmp|memchr|bcmp|strlen|strcmp|strncmp)(_chk)?"
    r"|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_"
    r"|__u?(div|mod|divmod)ti[34]|__(mul|ashl|ashr|lshr|neg|cmp|ucmp)ti[23]|__popcountdi2")
# Sections that a program may write to. The linker makes .data.rel.ro read-only before main runs.
WRITABLE = re.compile(r"\.(data|bss|tdata|tbss|ldata|lbss)(?!\.rel\.ro)(\.|$)|\*COM\*")
FLOAT = re.compile(
    r"v?(add|sub|mul|div|sqrt|min|max|round|hadd|addsub|rcp|rsqrt|dp|cmp\w*)[sp][sd]"
    r"|v?u?comis[sd]|v?cvt\w+|vfn?m\w+"  # x86-64: SSE and AVX
    r"|f(?!mov\b)[a-z]\w*|[su]cvtf")     # x87; aarch64


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def symbols(archive):
    """(object, its flags, section, symbol) for each symbol of the archive's objects."""
    member = ""
    for line in output("objdump", "-t", archive).splitlines():
        if ":     file format" in line:
            member = line.split(":")[0]
            continue
        parts = re.match(r"[0-9a-f]+ (.{7}) (\S+)\s+[0-9a-f]+\s+(?:\.hidden )?(.*)", line)
        if parts:
            yield member, *parts.groups()


def undefined_symbols(archive):
    """(object, symbol) for each one that the archive's objects do not define themselves."""
    for member, _, section, symbol in symbols(archive):
        if section == "*UND*":
            yield member, symbol


def defined_symbols(archive):
    return {symbol for _, flags, section, symbol in symbols(archive)
            if flags[0] in "gu!" and section != "*UND*"}


def writable_symbols(archive):
    for member, flags, section, symbol in symbols(archive):
        if flags[5] != "d" and WRITABLE.match(section):
            yield member, symbol


def float_instructions(archive):
    place = ""
    for line in output("objdump", "-d", "--no-show-raw-insn", archive).splitlines():
        label = re.match(r"[0-9a-f]+ <(.+)>:$", line)
        if label:
            place = label[1]
            continue
        instruction = re.match(r"\s+[0-9a-f]+:\s+(\S+)", line)
        if instruction and FLOAT.fullmatch(instruction[1]):
            yield place, instruction[1]


def main():
    split = sys.argv.index("--with")
    checked, others = sys.argv[1:split], sys.argv[split + 1:]
    known = set().union(*(defined_symbols(archive) for archive in checked + others))
    findings = []
    for archive in checked:
        for member, symbol in undefined_symbols(archive):
            if symbol not in known and not ALLOWED.fullmatch(symbol):
                findings.append(f"{member}: calls {symbol}")
        for member, symbol in writable_symbols(archive):
            findings.append(f"{member}: writable data: {symbol}")
        for function, instruction in sorted(set(float_instructions(archive))):
            findings.append(f"{function}: floating point: {instruction}")
    return report(findings, f"{len(checked)} archives")


if __name__ == "__main__":
    sys.exit(main())
