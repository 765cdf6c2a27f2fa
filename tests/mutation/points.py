"""The mutations of a C file: one changed condition, bound, constant, or a statement left out."""

import collections
import hashlib
import re

from tokens import Lines, function_bodies, partners, tokens_of

SWAPS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "&&": "||",
    "||": "&&",
    "+": "-",
    "-": "+",
    "+=": "-=",
    "-=": "+=",
}
WORDS = {"true": "false", "false": "true"}
JUMPS = ("return", "continue", "break")
NOT_VALUES = ("return", "case", "else", "do", "goto", "sizeof")
NOT_CALLS = ("if", "while", "for", "switch", "return", "sizeof", "do", "else")
INTEGER = re.compile(r"(0[xX][0-9a-fA-F]+|[0-9]+)([uUlL]*)$")

Point = collections.namedtuple("Point", "id file line start end old new before after")


class _File:
    def __init__(self, name, source):
        self.name = name
        self.source = source
        self.lines = Lines(source)
        self.tokens = tokens_of(source)
        self.partner = partners(self.tokens)
        self.found = []
        self.seen = collections.Counter()

    def add(self, start, end, new):
        """Point's name is made of the text around it, so that it outlives changes elsewhere in the file."""
        old = self.source[start:end]
        before = self.lines.text(start).strip()
        line_start = self.lines.start(start)
        last_line = self.lines.text(end)
        rest = self.source[end : self.lines.start(end) + len(last_line)]
        after = (self.source[line_start:start] + new + rest).strip()
        what = (self.name, before, str(start - line_start), old, new)
        self.seen[what] += 1
        name = hashlib.sha256("\0".join(what + (str(self.seen[what]),)).encode()).hexdigest()[:8]
        self.found.append(Point(name, self.name, self.lines.number(start), start, end, old, new, before, after))

    def is_value(self, i):
        """Whether the token ends an operand, so that a sign after it has two of them."""
        token = self.tokens[i]
        return token.kind in ("number", "text") or token.text in (")", "]") or (
            token.kind == "word" and token.text not in NOT_VALUES
        )

    def begins_statement(self, i):
        before = self.tokens[i - 1]
        if before.text == ")":  # of if, while, for
            opening = self.partner.get(i - 1, 0)
            return self.tokens[opening - 1].text in ("if", "while", "for")
        if before.text == ":":
            return self.tokens[i - 3].text == "case" or self.tokens[i - 2].text == "default"
        return before.text in ("{", "}", ";", "else")

    def statement_end(self, i):
        """The index of the semicolon that ends the statement of token i."""
        while self.tokens[i].text != ";":
            i = self.partner.get(i, i) + 1 if self.tokens[i].text in ("(", "[", "{") else i + 1
        return i

    def leave_out(self, i, closing):
        """A statement is left out, but for what a function ends with."""
        end = self.statement_end(i)
        if end + 1 < closing:
            self.add(self.tokens[i].start, self.tokens[end].end, ";")

    def visit(self, i, closing):
        token = self.tokens[i]
        if token.text in SWAPS and token.kind == "sign" and self.is_value(i - 1):
            self.add(token.start, token.end, SWAPS[token.text])
        elif token.kind == "number":
            self.visit_number(i)
        elif token.kind != "word":
            return
        elif token.text in WORDS:
            self.add(token.start, token.end, WORDS[token.text])
        elif token.text == "if" and self.tokens[i + 1].text == "(":
            opening, end = self.tokens[i + 1], self.tokens[self.partner[i + 1]]
            self.add(opening.start, end.end, "(!" + self.source[opening.start : end.end] + ")")
        elif not self.begins_statement(i):
            return
        elif token.text in JUMPS:
            self.leave_out(i, closing)
        elif token.text not in NOT_CALLS and self.tokens[i + 1].text == "(":
            if self.tokens[self.partner[i + 1] + 1].text == ";":
                self.leave_out(i, closing)

    def visit_number(self, i):
        token = self.tokens[i]
        match = INTEGER.match(token.text)
        if not match:
            return
        hexadecimal = match.group(1).lower().startswith("0x")
        value = int(match.group(1), 16 if hexadecimal else 10)
        if value > 1 and self.tokens[i - 1].text == "[" and self.tokens[i + 1].text == "]":
            return  # the size of an array
        more = ("0x%X" if hexadecimal else "%d") % (value + 1)
        self.add(token.start, token.end, {0: "1", 1: "0"}.get(value, more) + match.group(2))


def points_of(name, source):
    """All mutations of a file, in order."""
    file = _File(name, source)
    for opening, closing in function_bodies(file.tokens, file.partner):
        for i in range(opening + 1, closing):
            file.visit(i, closing)
    return file.found


def mutated(source, point):
    return source[: point.start] + point.new + source[point.end :]
