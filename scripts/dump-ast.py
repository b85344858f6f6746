"""Print CPython's own trees of Python code, in the shape of src/core/python/tree/tree.ts.

usage: dump-ast.py FILE...          of files
       dump-ast.py --table FILE     of the parts of a table of syntax that this Python knows
       dump-ast.py --list           no trees: the minor version, then the standard library's files

One JSON line for each: {"file", "source", "tree"}; the tree is null for what this Python rejects.
Offsets are UTF-16 units. Numbers are given by value, as text.
"""

import ast
import json
import os
import re
import sys
import sysconfig
import tokenize
import warnings

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "Mod": "%",
    "Pow": "**", "LShift": "<<", "RShift": ">>", "BitOr": "|", "BitXor": "^",
    "BitAnd": "&", "FloorDiv": "//", "And": "and", "Or": "or", "Invert": "~",
    "Not": "not", "UAdd": "+", "USub": "-", "Eq": "==", "NotEq": "!=", "Lt": "<",
    "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not", "In": "in",
    "NotIn": "not in",
}  # fmt: skip
RENAMED = {
    "kw_defaults": "kwDefaults", "decorator_list": "decorators",
    "type_params": "typeParams", "default_value": "defaultValue",
    "format_spec": "formatSpec", "kwd_attrs": "kwdAttrs",
    "kwd_patterns": "kwdPatterns", "context_expr": "contextExpr",
    "optional_vars": "optionalVars", "is_async": "isAsync",
}  # fmt: skip
DROPPED = {"ctx", "type_comment", "type_ignores", "str"}
PLAIN = {"arguments", "arg", "keyword", "alias", "withitem", "match_case",
         "comprehension", "ExceptHandler"}  # fmt: skip
KINDS = {
    "AsyncFunctionDef": "FunctionDef", "AsyncFor": "For", "AsyncWith": "With",
    "TryStar": "Try", "TemplateStr": "JoinedStr", "Interpolation": "FormattedValue",
}  # fmt: skip
HAS_ASYNC = {"FunctionDef", "For", "With"}


class Dumper:
    def __init__(self, source):
        self.starts, self.lines, at = [], source.split("\n"), 0
        for line in self.lines:
            self.starts.append(at)
            at += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1
        self.ascii = source.isascii()

    def offset(self, line, column):
        if not self.ascii:
            text = self.lines[line - 1].encode("utf-8", "surrogatepass")[:column]
            column = len(text.decode("utf-8").encode("utf-16-le")) // 2
        return self.starts[line - 1] + column

    def node(self, node):
        name = type(node).__name__
        out = {}
        if name not in PLAIN:
            out["kind"] = KINDS.get(name, name)
        if hasattr(node, "lineno"):
            out["start"] = self.offset(node.lineno, node.col_offset)
            out["end"] = self.offset(node.end_lineno, node.end_col_offset)
        if name == "Constant":
            out["type"], out["value"] = constant(node.value)
            return out
        for field in node._fields:
            if field not in DROPPED:
                value = getattr(node, field, None)
                out[RENAMED.get(field, field)] = self.value(field, value)
        adapt(node, name, out)
        return out

    def value(self, field, value):
        if isinstance(value, list):
            return [self.value(field, item) for item in value]
        if isinstance(value, (ast.operator, ast.boolop, ast.unaryop, ast.cmpop)):
            return OPERATORS[type(value).__name__]
        if isinstance(value, ast.AST):
            return self.node(value)
        if field in ("simple", "is_async"):
            return bool(value)
        return value


def adapt(node, name, out):
    """What differs in more than names."""
    kind = out.get("kind")
    if kind in HAS_ASYNC:
        out["isAsync"] = name.startswith("Async")
    if kind == "Try":
        out["star"] = name == "TryStar"
    if kind in ("FunctionDef", "ClassDef"):
        out.setdefault("typeParams", [])
    if kind == "FormattedValue":
        conversion = node.conversion
        out["conversion"] = None if conversion < 0 else chr(conversion)
    if kind == "JoinedStr":
        out["template"] = name == "TemplateStr"
        # Python 3.12.0 and 3.12.1 keep empty texts.
        out["values"] = [part for part in out["values"] if part.get("value") != ""]
    if kind == "MatchSingleton":
        type_, value = constant(node.value)
        out["value"] = {"kind": "Constant", "type": type_, "value": value}
    if kind in ("TypeVar", "TypeVarTuple", "ParamSpec"):
        out.setdefault("bound", None)
        out.setdefault("defaultValue", None)


def constant(value):
    if value is None or value is True or value is False:
        return str(value), ""
    if value is ...:
        return "Ellipsis", ""
    if isinstance(value, bytes):
        return "bytes", value.decode("latin-1")
    if isinstance(value, complex):
        return "complex", repr(value.imag)
    return type(value).__name__, value if isinstance(value, str) else repr(value)


def dump(name, source):
    try:
        tree = Dumper(source).node(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError):
        tree = None
    print(json.dumps({"file": name, "source": source, "tree": tree}))


def dump_files(paths):
    for path in paths:
        try:
            with tokenize.open(path) as file:
                source = file.read()
        except (SyntaxError, UnicodeDecodeError):
            continue
        dump(path, source)


def dump_table(path):
    """A table has parts, each under a line that names the first Python that knows its syntax."""
    with open(path, encoding="utf-8", newline="\n") as file:
        parts = re.split(r"^=== 3\.(\d+) (.*)\n", file.read(), flags=re.M)[1:]
    for minor, name, source in zip(parts[::3], parts[1::3], parts[2::3]):
        if sys.version_info >= (3, int(minor)):
            dump(name, source)


def list_library():
    print(sys.version_info[1])
    for folder, names, files in os.walk(sysconfig.get_paths()["stdlib"]):
        names[:] = sorted(n for n in names if n not in ("site-packages", "__pycache__"))
        for name in sorted(files):
            if name.endswith(".py"):
                print(os.path.join(folder, name))


def main():
    sys.setrecursionlimit(20000)
    warnings.simplefilter("ignore")
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    first, *others = sys.argv[1:]
    if first == "--list":
        list_library()
    elif first == "--table":
        dump_table(*others)
    else:
        dump_files([first, *others])


main()
