"""What the lint scripts share: the project's files and C text without comments and strings."""

import pathlib
import re
import subprocess

TOKEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def project_files(source):
    """All files of the tree but the ignored ones, relative to it; also without git."""
    done = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"],
        cwd=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if done.returncode == 0 and done.stdout:
        names = done.stdout.decode().split("\0")
    else:
        names = [str(path.relative_to(source)) for path in source.rglob("*")
                 if not any(part in (".git", ".cache") or part.startswith(".build")
                            for part in path.relative_to(source).parts)]
    return sorted(pathlib.PurePosixPath(name) for name in set(names)
                  if name and (source / name).is_file())


def c_files(source, *folders):
    return [path for path in project_files(source)
            if path.suffix in (".c", ".h") and path.parts[0] in folders]


def code_only(text):
    """The text with comments and literals emptied; line numbers stay."""
    def blank(match):
        token = match.group()
        if token[0] == "/":
            return "\n" * token.count("\n") or " "
        return token[0] * 2
    return TOKEN.sub(blank, text)


def report(findings, checked):
    """Prints the findings; the exit code of a lint script."""
    for finding in findings:
        print(finding)
    print(f"{checked}, {len(findings)} findings")
    return 1 if findings else 0
