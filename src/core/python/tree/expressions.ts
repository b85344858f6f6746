import type { Place } from './tree';
import type { Magic } from './statements';

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
