"""Print CPython's own trees of Python files, in the shape of src/core/python/tree.ts.

usage: dump-ast.py FILE...      one JSON line a file: {"file", "source", "tree"}; the tree is null
                                for a file that this interpreter rejects
Offsets are UTF-16 units. Numbers are given by value, as text.
"""

import ast
import json
import sys
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
DROPPED = {"ctx", "type_comment", "type_ignores"}
PLAIN = {"arguments", "arg", "keyword", "alias", "withitem", "match_case",
         "comprehension", "ExceptHandler"}  # fmt: skip
ASYNC = {"AsyncFunctionDef": "FunctionDef", "AsyncFor": "For", "AsyncWith": "With"}
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
            out["kind"] = ASYNC.get(name, name)
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
        return self.adapt(node, name, out)

    def adapt(self, node, name, out):
        if out.get("kind") in HAS_ASYNC:
            out["isAsync"] = name in ASYNC
        if name == "TryStar":
            out["kind"] = "Try"
        if out["kind"] == "Try" if "kind" in out else False:
            out["star"] = name == "TryStar"
        if name in ("FunctionDef", "AsyncFunctionDef", "ClassDef"):
            out.setdefault("typeParams", [])
        if name == "FormattedValue":
            conversion = node.conversion
            out["conversion"] = None if conversion < 0 else chr(conversion)
        if name == "JoinedStr":
            out["template"] = False
        if name == "MatchSingleton":
            kind, value = constant(node.value)
            out["value"] = {"kind": "Constant", "type": kind, "value": value}
        if name in ("TypeVar", "TypeVarTuple", "ParamSpec"):
            out.setdefault("bound", None)
            out.setdefault("defaultValue", None)
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


def main():
    sys.setrecursionlimit(20000)
    warnings.simplefilter("ignore")
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    for path in sys.argv[1:]:
        try:
            with tokenize.open(path) as file:
                source = file.read()
        except (SyntaxError, UnicodeDecodeError):
            continue
        try:
            tree = Dumper(source).node(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError):
            tree = None
        print(json.dumps({"file": path, "source": source, "tree": tree}))


main()
