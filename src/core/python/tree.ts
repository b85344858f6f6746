/**
 * The syntax tree of one cell, shaped like CPython's `ast`: same node and field names (in camel
 * case), places as UTF-16 offsets into the cell. What Python marks with a load, store or delete
 * context follows from where a node stands, so it is not repeated here.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** What a literal is. Numbers keep their text, since JavaScript cannot hold every Python number. */
export type ConstantType =
  | 'int'
  | 'float'
  | 'complex'
  | 'str'
  | 'bytes'
  | 'None'
  | 'True'
  | 'False'
  | 'Ellipsis';

export interface Constant extends Place {
  readonly kind: 'Constant';
  readonly type: ConstantType;
  /** The text of a number, the decoded text of a string; empty for the others. */
  readonly value: string;
}

export interface Name extends Place {
  readonly kind: 'Name';
  /** After NFKC, as Python compares identifiers. */
  readonly id: string;
}

export interface Attribute extends Place {
  readonly kind: 'Attribute';
  readonly value: Expr;
  readonly attr: string;
}

export interface Subscript extends Place {
  readonly kind: 'Subscript';
  readonly value: Expr;
  readonly slice: Expr;
}

export interface Call extends Place {
  readonly kind: 'Call';
  readonly func: Expr;
  readonly args: readonly Expr[];
  readonly keywords: readonly Keyword[];
}

export interface Keyword extends Place {
  /** `null` for `**mapping`. */
  readonly arg: string | null;
  readonly value: Expr;
}

export interface BinOp extends Place {
  readonly kind: 'BinOp';
  readonly left: Expr;
  readonly op: string;
  readonly right: Expr;
}

export interface BoolOp extends Place {
  readonly kind: 'BoolOp';
  readonly op: 'and' | 'or';
  readonly values: readonly Expr[];
}

export interface UnaryOp extends Place {
  readonly kind: 'UnaryOp';
  readonly op: string;
  readonly operand: Expr;
}

export interface Compare extends Place {
  readonly kind: 'Compare';
  readonly left: Expr;
  readonly ops: readonly string[];
  readonly comparators: readonly Expr[];
}

export interface Lambda extends Place {
  readonly kind: 'Lambda';
  readonly args: Arguments;
  readonly body: Expr;
}

export interface IfExp extends Place {
  readonly kind: 'IfExp';
  readonly test: Expr;
  readonly body: Expr;
  readonly orelse: Expr;
}

export interface Dict extends Place {
  readonly kind: 'Dict';
  /** `null` for `**mapping`. */
  readonly keys: readonly (Expr | null)[];
  readonly values: readonly Expr[];
}

export interface Sequence extends Place {
  readonly kind: 'List' | 'Tuple' | 'Set';
  readonly elts: readonly Expr[];
}

export interface Comprehension extends Place {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly isAsync: boolean;
}

export interface ElementComp extends Place {
  readonly kind: 'ListComp' | 'SetComp' | 'GeneratorExp';
  readonly elt: Expr;
  readonly generators: readonly Comprehension[];
}

export interface DictComp extends Place {
  readonly kind: 'DictComp';
  readonly key: Expr;
  readonly value: Expr;
  readonly generators: readonly Comprehension[];
}

export interface Wrapped extends Place {
  readonly kind: 'Await' | 'YieldFrom' | 'Starred';
  readonly value: Expr;
}

export interface Yield extends Place {
  readonly kind: 'Yield';
  readonly value: Expr | null;
}

export interface NamedExpr extends Place {
  readonly kind: 'NamedExpr';
  readonly target: Name;
  readonly value: Expr;
}

export interface Slice extends Place {
  readonly kind: 'Slice';
  readonly lower: Expr | null;
  readonly upper: Expr | null;
  readonly step: Expr | null;
}

/** An f-string, or with `template` a t-string. */
export interface JoinedStr extends Place {
  readonly kind: 'JoinedStr';
  readonly values: readonly (Constant | FormattedValue)[];
  readonly template: boolean;
}

export interface FormattedValue extends Place {
  readonly kind: 'FormattedValue';
  readonly value: Expr;
  readonly conversion: 's' | 'r' | 'a' | null;
  readonly formatSpec: JoinedStr | null;
}

/** `%magic` or `!command` where IPython lets a value stand: `x = !ls`. */
export interface MagicExpr extends Place {
  readonly kind: 'MagicExpr';
  readonly magic: Magic;
}

export type Expr =
  | Constant
  | Name
  | Attribute
  | Subscript
  | Call
  | BinOp
  | BoolOp
  | UnaryOp
  | Compare
  | Lambda
  | IfExp
  | Dict
  | Sequence
  | ElementComp
  | DictComp
  | Wrapped
  | Yield
  | NamedExpr
  | Slice
  | JoinedStr
  | FormattedValue
  | MagicExpr;

export interface Arg extends Place {
  readonly arg: string;
  readonly annotation: Expr | null;
}

export interface Arguments {
  readonly posonlyargs: readonly Arg[];
  readonly args: readonly Arg[];
  readonly vararg: Arg | null;
  readonly kwonlyargs: readonly Arg[];
  /** One for each of `kwonlyargs`; `null` where there is no default. */
  readonly kwDefaults: readonly (Expr | null)[];
  readonly kwarg: Arg | null;
  readonly defaults: readonly Expr[];
}

export interface TypeParam extends Place {
  readonly kind: 'TypeVar' | 'TypeVarTuple' | 'ParamSpec';
  readonly name: string;
  readonly bound: Expr | null;
  readonly defaultValue: Expr | null;
}

export interface FunctionDef extends Place {
  readonly kind: 'FunctionDef';
  readonly name: string;
  readonly args: Arguments;
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly returns: Expr | null;
  readonly typeParams: readonly TypeParam[];
  readonly isAsync: boolean;
}

export interface ClassDef extends Place {
  readonly kind: 'ClassDef';
  readonly name: string;
  readonly bases: readonly Expr[];
  readonly keywords: readonly Keyword[];
  readonly body: readonly Stmt[];
  readonly decorators: readonly Expr[];
  readonly typeParams: readonly TypeParam[];
}

export interface Assign extends Place {
  readonly kind: 'Assign';
  readonly targets: readonly Expr[];
  readonly value: Expr;
}

export interface AugAssign extends Place {
  readonly kind: 'AugAssign';
  readonly target: Expr;
  /** Without the `=`: `+` for `+=`. */
  readonly op: string;
  readonly value: Expr;
}

export interface AnnAssign extends Place {
  readonly kind: 'AnnAssign';
  readonly target: Expr;
  readonly annotation: Expr;
  readonly value: Expr | null;
  /** True for a bare name without parentheses. */
  readonly simple: boolean;
}

export interface TypeAlias extends Place {
  readonly kind: 'TypeAlias';
  readonly name: Name;
  readonly typeParams: readonly TypeParam[];
  readonly value: Expr;
}

export interface For extends Place {
  readonly kind: 'For';
  readonly target: Expr;
  readonly iter: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
  readonly isAsync: boolean;
}

export interface Conditional extends Place {
  readonly kind: 'If' | 'While';
  readonly test: Expr;
  readonly body: readonly Stmt[];
  readonly orelse: readonly Stmt[];
}

export interface WithItem {
  readonly contextExpr: Expr;
  readonly optionalVars: Expr | null;
}

export interface With extends Place {
  readonly kind: 'With';
  readonly items: readonly WithItem[];
  readonly body: readonly Stmt[];
  readonly isAsync: boolean;
}

export interface MatchCase {
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
}

export interface Match extends Place {
  readonly kind: 'Match';
  readonly subject: Expr;
  readonly cases: readonly MatchCase[];
}

export interface Raise extends Place {
  readonly kind: 'Raise';
  readonly exc: Expr | null;
  readonly cause: Expr | null;
}

export interface ExceptHandler extends Place {
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
}

export interface Try extends Place {
  readonly kind: 'Try';
  readonly body: readonly Stmt[];
  readonly handlers: readonly ExceptHandler[];
  readonly orelse: readonly Stmt[];
  readonly finalbody: readonly Stmt[];
  /** True for `except*`. */
  readonly star: boolean;
}

export interface Assert extends Place {
  readonly kind: 'Assert';
  readonly test: Expr;
  readonly msg: Expr | null;
}

export interface Alias extends Place {
  readonly name: string;
  readonly asname: string | null;
}

export interface Import extends Place {
  readonly kind: 'Import';
  readonly names: readonly Alias[];
}

export interface ImportFrom extends Place {
  readonly kind: 'ImportFrom';
  /** `null` for `from . import x`. */
  readonly module: string | null;
  readonly names: readonly Alias[];
  /** The number of leading dots. */
  readonly level: number;
}

export interface Scoping extends Place {
  readonly kind: 'Global' | 'Nonlocal';
  readonly names: readonly string[];
}

export interface Return extends Place {
  readonly kind: 'Return';
  readonly value: Expr | null;
}

export interface Delete extends Place {
  readonly kind: 'Delete';
  readonly targets: readonly Expr[];
}

export interface ExprStmt extends Place {
  readonly kind: 'Expr';
  readonly value: Expr;
}

export interface Plain extends Place {
  readonly kind: 'Pass' | 'Break' | 'Continue';
}

/** A statement that could not be parsed; what it names is known, what it does is not. */
export interface Bad extends Place {
  readonly kind: 'Bad';
  readonly names: readonly Name[];
}

/** A line or a whole cell that is IPython's, not Python's. */
export interface Magic extends Place {
  readonly kind: 'Magic';
  readonly form: 'line' | 'cell' | 'shell' | 'help';
  /** Name of the magic; empty for a shell command and for help. */
  readonly name: string;
  /** What follows the name on its line. */
  readonly text: string;
  /** Where `text` begins. */
  readonly textStart: number;
  /** The lines below a cell magic whose body is not Python of this notebook. */
  readonly content: string | null;
  /** Python that the magic runs: of `%time s` the statement, of `%%time` the rest of the cell. */
  readonly body: readonly Stmt[];
}

export type Stmt =
  | FunctionDef
  | ClassDef
  | Assign
  | AugAssign
  | AnnAssign
  | TypeAlias
  | For
  | Conditional
  | With
  | Match
  | Raise
  | Try
  | Assert
  | Import
  | ImportFrom
  | Scoping
  | Return
  | Delete
  | ExprStmt
  | Plain
  | Bad
  | Magic;

export interface MatchValue extends Place {
  readonly kind: 'MatchValue';
  readonly value: Expr;
}

export interface MatchSingleton extends Place {
  readonly kind: 'MatchSingleton';
  readonly value: Constant;
}

export interface MatchGroup extends Place {
  readonly kind: 'MatchSequence' | 'MatchOr';
  readonly patterns: readonly Pattern[];
}

export interface MatchMapping extends Place {
  readonly kind: 'MatchMapping';
  readonly keys: readonly Expr[];
  readonly patterns: readonly Pattern[];
  readonly rest: string | null;
}

export interface MatchClass extends Place {
  readonly kind: 'MatchClass';
  readonly cls: Expr;
  readonly patterns: readonly Pattern[];
  readonly kwdAttrs: readonly string[];
  readonly kwdPatterns: readonly Pattern[];
}

export interface MatchStar extends Place {
  readonly kind: 'MatchStar';
  readonly name: string | null;
}

export interface MatchAs extends Place {
  readonly kind: 'MatchAs';
  readonly pattern: Pattern | null;
  /** `null` for the wildcard `_`. */
  readonly name: string | null;
}

export type Pattern =
  | MatchValue
  | MatchSingleton
  | MatchGroup
  | MatchMapping
  | MatchClass
  | MatchStar
  | MatchAs;

/** Why a statement could not be parsed, and where. */
export interface SyntaxProblem extends Place {
  /** In Python's words, without the leading `SyntaxError`: `expected ':'`. */
  readonly message: string;
}

/** A parsed cell. */
export interface Module {
  readonly body: readonly Stmt[];
  readonly problems: readonly SyntaxProblem[];
}
