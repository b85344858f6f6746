import type { Arguments, Expr, Keyword, Name } from './expressions';
import type { Pattern } from './patterns';
import type { Place } from './tree';

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
