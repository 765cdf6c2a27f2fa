"""C source as tokens: enough of the language to find what a mutation may change."""

import bisect
import collections
import re

Token = collections.namedtuple("Token", "kind text start end")

_KINDS = re.compile(
    r"""(?P<blank>\s+|/\*.*?\*/|//[^\n]*)
    |(?P<directive>^[ \t]*\#(?:\\\n|/\*.*?\*/|[^\n])*)
    |(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
    |(?P<number>\.?[0-9](?:[eEpP][+-]|[.\w])*)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<sign><<=|>>=|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def tokens_of(source):
    """The tokens of a C file, without blanks, comments and preprocessor directives."""
    found, position = [], 0
    while position < len(source):
        match = _KINDS.match(source, position)
        # Directives are told by ^, which a match that starts within blanks would miss.
        position = match.end()
        if match.lastgroup == "blank":
            line = match.group().rfind("\n") + 1
            if line and not match.group().startswith("/"):
                position = match.start() + line
            continue
        if match.lastgroup != "directive":
            found.append(Token(match.lastgroup, match.group(), match.start(), match.end()))
    return found


def partners(tokens):
    """For each bracket's index the index of the bracket that closes or opens it."""
    found, opened = {}, []
    for i, token in enumerate(tokens):
        if token.kind != "sign":
            continue
        if token.text in "([{":
            opened.append(i)
        elif token.text in ")]}" and opened:
            found[i] = opened.pop()
            found[found[i]] = i
    return found


def function_bodies(tokens, partner):
    """(index of {, index of }) of each function: a brace outside of all others, right after a parenthesis."""
    i = 0
    while i < len(tokens):
        if tokens[i].kind == "sign" and tokens[i].text == "{" and i in partner:
            if i and tokens[i - 1].text == ")":
                yield i, partner[i]
            i = partner[i]
        i += 1


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, source):
        self.source = source
        self.starts = [0] + [match.end() for match in re.finditer("\n", source)]

    def number(self, position):
        return bisect.bisect_right(self.starts, position)

    def start(self, position):
        return self.starts[self.number(position) - 1]

    def text(self, position):
        end = self.source.find("\n", position)
        return self.source[self.start(position) : end if end >= 0 else len(self.source)]
