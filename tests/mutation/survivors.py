"""The survivors that are explained: survivors.txt."""

import collections

Explained = collections.namedtuple("Explained", "id before after why")


def read(path):
    """Each entry, by its id: "ID FILE", "- LINE", "+ LINE", and in the lines that follow why no test can tell."""
    found = {}
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    for entry in "\n".join(lines).split("\n\n"):
        rows = [row.strip() for row in entry.strip().splitlines()]
        if not rows:
            continue
        if len(rows) < 4 or rows[1][:2] != "- " or rows[2][:2] != "+ ":
            raise SystemExit("%s: not an id, two lines and an explanation:\n%s" % (path, entry))
        name = rows[0].split()[0]
        found[name] = Explained(name, rows[1][2:], rows[2][2:], " ".join(rows[3:]))
    return found


def shown(point):
    """A point as an entry has it."""
    return "%s %s:%d\n- %s\n+ %s" % (point.id, point.file, point.line, point.before, point.after)
