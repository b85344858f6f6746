"""Forms of statements; words in braces are names and expressions of that kind."""

from __future__ import annotations

NOTHING = "nothing_yet"

LITERALS = {
    "number": "4",
    "text": "'u'",
    "list": "[5]",
    "dict": "{'k': 6}",
    "set": "{7}",
    "tuple": "(8, 9)",
    "function": "len",
    "class": "list",
    "instance": NOTHING,
}

KINDS = ("number", "text", "list", "dict", "set", "tuple", "function", "class", "instance")

VALUES = (
    "{atom}",
    "{atom}",
    "{some}",
    "{some}",
    "[{inner}, {some}]",
    "[{inner}]",
    "[]",
    "({inner}, {some})",
    "{{'k': {inner}}}",
    "{{'k': {some}, 'j': {inner}}}",
    "{number} + {atom}",
    "{list} + [{inner}]",
    "{list}[:]",
    "{list}[0]",
    "{list}[-1]",
    "{tuple}[0]",
    "{dict}['k']",
    "{dict}.get('j', {inner})",
    "{dict}.copy()",
    "list({some})",
    "dict({dict})",
    "len({some})",
    "{function}()",
    "{function}({some})",
    "{function}({inner})",
    "[{function}]",
    "{function} in {list}",
    "{dict}.get({function}, {inner})",
    "{class}({inner})",
    "{instance}.v",
    "{instance}.items",
    "{instance}.total()",
    "{instance}.add({some})",
    "{some} if {number} > 4 else {other}",
    "{some} or {other}",
    "{list} and {other}",
    "[x for x in {list}]",
    "[x for x in {list} if x != {atom}]",
    "{{x: {some} for x in 'kj'}}",
    "sum(x for x in {list} if x in {some})",
    "(lambda x: [x, {some}])({inner})",
    "sorted({list}, key=str)",
    "{dict}.setdefault('k', {inner})",
    "list({dict}.values())",
    "list(zip({list}, {some}))",
    "list(map({function}, {list}))",
    "copy.copy({some})",
    "copy.deepcopy({some})",
    "functools.partial({function}, {some})",
    "functools.reduce(lambda x, y: y, {list})",
    "random.random()",
    "random.choice({list})",
    "os.environ.get('KALETTE_FUZZ', {some})",
    "decimal.Decimal(1) / 7",
    "max({list}, key=str)",
    "next(iter({list}))",
    "str({number})",
    "f'{{{number}}}'",
    "type({some}).__name__",
    "getattr({instance}, 'v')",
    "vars({instance})",
    "{list}.pop()",
    "{dict}.pop('k')",
    "{set} | {{{number}}}",
    "frozenset({set})",
)

SIMPLE = (
    "{new} = {value}",
    "{new} = {value}",
    "{new} = {value}",
    "{new} = {some}",
    "{new} = {new2} = {value}",
    "{new}, {new2} = {value}, {value2}",
    "{new}, {new2} = {tuple}",
    "{new}, *{new2} = {list}",
    "({new}, [{new2}]) = {some}, [{other}]",
    "{new}: list = {value}",
    "{new} += {value}",
    "{number} += 1",
    "{number} = {number} * 2",
    "{list} += [{value}]",
    "{list} += {list2}",
    "{list}.append({value})",
    "{list}.append({some})",
    "{list}.extend({list2})",
    "{list}.insert(0, {some})",
    "{list}.reverse()",
    "{list}.clear()",
    "{list}[0] = {value}",
    "{list}[0].append({atom})",
    "{list}[-1]['k'] = {some}",
    "{list}[1:] = {list2}",
    "{dict}['k'] = {value}",
    "{dict}['j'] = {some}",
    "{dict}[{function}] = {some}",
    "{dict}['k'].append({atom})",
    "{dict}['k'] += [{atom}]",
    "{dict}.update(j={some})",
    "{dict}.update({dict})",
    "{dict} |= {{'i': {some}}}",
    "{dict}.setdefault('i', []).append({some})",
    "{set}.add({number})",
    "del {dict}['k']",
    "del {list}[0]",
    "del {new}",
    "del {some}",
    "{instance}.v = {value}",
    "{instance}.v += 1",
    "{instance}.add({some})",
    "{instance}.items.append({some})",
    "{instance}.extra = {some}",
    "setattr({instance}, 'v', {some})",
    "{class}.shared.append({atom})",
    "{class}.label = {some}",
    "{function}({some})",
    "{function}({value})",
    "{function}()",
    "{new} = {function}({value})",
    "{new} = {function}()",
    "{new} = {function}",
    "{function}.seen = {some}",
    "{function}.seen.append({atom})",
    "{new} = {{'f': {function}}}",
    "{new} = [{function}, {some}]",
    "{new} = {dict}['f']({some})",
    "{new} = {list}[0]({some})",
    "{new} = {list}[0]()",
    "{new} = {class}({value})",
    "{new} = {instance}.add",
    "random.seed({atom})",
    "random.shuffle({list})",
    "random.setstate(random.getstate())",
    "os.environ['KALETTE_FUZZ'] = str({number})",
    "os.environ['KALETTE_FUZZ'] += 'x'",
    "os.environ.pop('KALETTE_FUZZ', None)",
    "decimal.getcontext().prec = {number} % 7 + 1",
    "decimal.getcontext().prec += 1",
    "sys.setrecursionlimit(sys.getrecursionlimit() + 1)",
    "{new} = random.randint(0, 9)",
    "globals()['{new}'] = {some}",
    "open('t.txt', 'w').write(str({number}))",
    "open('t.txt', 'a').write('+')",
    "{new} = open('t.txt').read()",
    "{value}",
    "{new} = iter({list}); {new2} = next({new})",
    "({new} := {value})",
    "print([{new} := x for x in {list}])",
    "assert {some} is not None",
    "import math as {new}",
    "from math import pi as {new}",
    "{new} = '{new2}' in globals()",
)

PRINTS = (
    "print({some})",
    "print({some}, {other})",
    "print({list} is {list2})",
    "print({value})",
    "print(os.environ.get('KALETTE_FUZZ'))",
    "print(decimal.Decimal(2) / 3)",
    "print(random.random())",
    "print({function}())",
    "print({function}({some}))",
    "print({list}[0] is {list2})",
    "print({instance}.v, {instance}.items)",
    "print([x is {dict} for x in {list}])",
    "print({class}.shared, {class}.label)",
    "print(sorted(map(str, {some})))",
    "print(f'{{{some}}} {{{other}!r:>4}}')",
)

FUNCTION_FORMS = (
    "def {fname}(x=1):\n    return {some}",
    "def {fname}(x={some}):\n    return x",
    "def {fname}(x=[]):\n    x.append({atom})\n    return x",
    "def {fname}(x=None):\n    return [x, {some}]",
    "def {fname}(x):\n    x.append({some})\n    return len(x)",
    "def {fname}(x):\n    x.append({atom})",
    "def {fname}(x):\n    return x",
    "def {fname}(x=0):\n    {list}.append(x)\n    return {list}",
    "def {fname}(x=0):\n    global {new}\n    {new} = x",
    "def {fname}(x=0):\n    global {new}\n    {new} = [x, {some}]\n    return {new}",
    "def {fname}(x=0):\n    global {number}\n    {number} += 1\n    return {number}",
    "def {fname}(x=0):\n    z = {list}\n    z.append(x)",
    "def {fname}(x=0):\n    return {fname2}(x)",
    "def {fname}(x=0):\n    return {function}",
    "def {fname}(x=0):\n    z = [x]\n    def inner(y=0):\n        z.append(y)\n"
    "        return z\n    return inner",
    "def {fname}(x=0):\n    z = 0\n    def inner(y=0):\n        nonlocal z\n        z += 1\n"
    "        return z\n    return inner",
    "def {fname}(x=0):\n    return lambda y=0: ({some}, x)",
    "{fname} = lambda x=0: {value}",
    "{fname} = lambda x={some}: x",
    "{new} = {function}()\n{new}()",
    "def {fname}(x):\n    for z in x:\n        {list}.append(z)",
    "def {fname}(x=0, *y, **z):\n    return [x, y, {some}]",
    "def {fname}(x=0):\n    {dict}['k'] = x\n    return {dict}",
    "def {fname}(x=0):\n    if x:\n        return {some}\n    return {other}",
    "def {fname}(x=0):\n    yield x\n    yield {some}\n",
    "def {fname}(x=0):\n    return {class}({some})",
    "def {fname}(x=0):\n    {instance}.v = x\n    return {instance}",
    "def {fname}(x=0):\n    try:\n        return {new}\n"
    "    except NameError:\n        return 'none'",
    "def {fname}(x=0):\n    del {dict}['k']",
    "def {fname}(x=0):\n    global {new}\n    del {new}",
    "def {fname}(g):\n    def inner(*x):\n        {list}.append(1)\n        return g(*x)\n"
    "    return inner",
    "@{fname}\ndef {fname2}(x=0):\n    return {some}",
    "@{function}\ndef {fname2}(x=0):\n    return {some}",
    "@functools.lru_cache\ndef {fname}(x=0):\n    return {some}",
    "def {fname}(x=0):\n    {class}.label = x",
    "def {fname}(x=0):\n    return [{new} for {new} in [x, {some}]]",
    "def {fname}(x=0):\n    {new} = x\n    {new}.append({some})",
    "def {fname}(x=0):\n    return vars({instance})",
)

CLASS_FORMS = (
    "class {cname}:\n    shared = []\n    label = {some}\n    def __init__(self, v=0):\n"
    "        self.v = v\n        self.items = []\n    def add(self, x=0):\n"
    "        self.items.append(x)\n        return self.items\n    def total(self):\n"
    "        return [self.v, self.label, {some}]\n    def __repr__(self):\n"
    "        return f'{cname}({{self.v}}, {{self.items}})'",
    "class {cname}:\n    shared = {list}\n    label = 0\n    def __init__(self, v=0):\n"
    "        self.v = v\n        self.items = self.shared\n    def add(self, x=0):\n"
    "        self.v = x\n        {list}.append(x)\n        return self\n    def total(self):\n"
    "        return {function}()\n    def __repr__(self):\n        return f'{cname}<{{self.v}}>'",
    "class {cname}({class}):\n    label = 'sub'\n    def add(self, x=0):\n"
    "        self.extra = x\n        return super().add(x)",
    "class {cname}({class}):\n    def total(self):\n        global {new}\n"
    "        {new} = self.v\n        return self.v",
    "class {cname}:\n    shared = []\n    label = 1\n    items = {some}\n    @property\n"
    "    def v(self):\n        self.shared.append(1)\n        return {some}\n"
    "    def __enter__(self):\n        return self\n    def __exit__(self, *x):\n"
    "        {list}.append(2)\n        return True\n    def __repr__(self):\n"
    "        return '{cname}'\n    def __call__(self, x=0):\n        return {some}\n"
    "    def __iadd__(self, x):\n        self.shared.append(x)\n        return self\n"
    "    def __len__(self):\n        return 2\n    def __getitem__(self, x):\n"
    "        return [{some}][x]\n    def __eq__(self, x):\n        {list}.append(3)\n"
    "        return True\n    __hash__ = None",
    "class {cname}:\n    shared = {some}\n    @classmethod\n    def make(cls, x=0):\n"
    "        cls.shared = x\n        return cls()\n    @staticmethod\n    def add(x=0):\n"
    "        return [x, {some}]\n    v = 3\n    items = []\n    def __repr__(self):\n"
    "        return f'{cname}{{self.v}}'",
    "@dataclasses.dataclass\nclass {cname}:\n    v: int = 0\n"
    "    items: list = dataclasses.field(default_factory=list)\n    def add(self, x=0):\n"
    "        self.items.append(x)\n        return {some}",
)

# `{0}` and `{1}` are blocks of one or two simple statements; they stand for themselves at first.
MARKS = ("<first>", "<second>")

BLOCKS = (
    "if {number} > 4:\n    {0}",
    "if {number} > 4:\n    {0}\nelse:\n    {1}",
    "if {list}:\n    {0}\nelif {some}:\n    {1}",
    "for {new} in {list}:\n    {0}",
    "for {new} in range(2):\n    {0}",
    "for {new}, {new2} in {dict}.items():\n    {0}",
    "for {new} in range(3):\n    {0}\n    if {number} > 2:\n        break\nelse:\n    {1}",
    "for {new} in []:\n    {0}\nelse:\n    {1}",
    "while {number} > 3:\n    break\nelse:\n    {0}",
    "while True:\n    {0}\n    break",
    "try:\n    {0}\n    {{}}['no']\nexcept KeyError:\n    {1}",
    "try:\n    {0}\nexcept Exception:\n    {1}",
    "try:\n    {0}\nfinally:\n    {1}",
    "try:\n    {0}\n    1 / 0\nexcept ZeroDivisionError as {new}:\n    {1}",
    "try:\n    {0}\nexcept (KeyError, IndexError):\n    pass\nelse:\n    {1}",
    "try:\n    {new}\nexcept NameError:\n    {0}",
    "with contextlib.suppress(KeyError):\n    {0}\n    {{}}['no']\n    {new} = 1",
    "with {instance} as {new}:\n    {0}",
    "with {instance}:\n    {0}\n    {{}}['no']\n    {1}",
    "match {some}:\n    case [{new}, *{new2}]:\n        {0}\n"
    "    case {{'k': {new}}}:\n        {1}\n"
    "    case _:\n        pass",
    "for x in {list}:\n    for y in 'kj':\n        {0}",
    "if {number} > 100:\n    {fname} = len\nelse:\n    def {fname}(x=0):\n        return {some}",
    "if ({new} := {value}):\n    {0}",
    "def {fname}(x=0):\n    {0}\n    return {some}",
    "def {fname}(x={some}):\n    global {new}, {new2}\n    {0}\n    {1}",
)


MODULES = "import contextlib, copy, dataclasses, decimal, functools, os, sys"

# Values to begin with, so that the other statements find something to work on.
BEGINNINGS = (
    "a = [1, 2]",
    "b = {{'k': [3], 'j': 4}}",
    "c = 5",
    "d = [[6], {{'k': 7}}]",
    "a = [1]\nb = [a, 2]",
    "e = (8, [9])",
    "f = 't'",
    "c = {{1, 2}}",
)
