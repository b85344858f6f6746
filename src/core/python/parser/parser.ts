import { lexMore, type Lexer } from '../lexer/lexer';
import type { Token, TokenKind } from '../lexer/tokens';
import type { SyntaxProblem } from '../tree/tree';

/** Constructs may be nested this deeply, as in CPython's own parser. */
export const NESTING_LIMIT = 200;

/**
 * A parser in the middle of its work. After a failure every look ahead gives the end of the
 * source, so that all rules finish by themselves; the statement loop then recovers.
 */
export interface Parser {
  readonly lexer: Lexer;
  readonly problems: SyntaxProblem[];
  /** Moved by `advance`, `moveTo` and `reset` alone. */
  pos: number;
  /** What `peek` gives; looked up when it is first asked for. */
  token: Token | null;
  depth: number;
  /** End of the last token taken. */
  lastEnd: number;
  /** Set by `fail`, cleared by `forgive` and `reset`. */
  failure: SyntaxProblem | null;
}

/** A place to come back to when one of two readings of a text fails. */
export interface Mark {
  readonly pos: number;
  readonly depth: number;
  readonly lastEnd: number;
}

export function createParser(lexer: Lexer, depth = 0): Parser {
  return {
    lexer,
    problems: [],
    pos: 0,
    token: null,
    depth,
    lastEnd: 0,
    failure: null
  };
}

const END: Token = { kind: 'end', start: 0, end: 0, text: '', indent: -1 };

/** The next token; nothing but the end after a failure. */
export function peek(p: Parser): Token {
  return p.token ?? (p.token = p.failure ? END : tokenAt(p, p.pos));
}

/** The token behind the next one. */
export function peekSecond(p: Parser): Token {
  return p.failure ? END : tokenAt(p, p.pos + 1);
}

/** A token by its place, also after a failure. */
export function tokenAt(p: Parser, index: number): Token {
  const { tokens } = p.lexer;
  while (tokens.length <= index) {
    lexMore(p.lexer);
  }
  return tokens[index] ?? END;
}

/** True for tokens that belong to no statement. */
function isLayout(kind: TokenKind): boolean {
  return kind === 'newline' || kind === 'indent' || kind === 'dedent';
}

/** Take the token that `peek` gives. */
export function advance(p: Parser): Token {
  const token = peek(p);
  if (token.kind !== 'end') {
    p.pos++;
    p.token = null;
    if (!isLayout(token.kind)) {
      p.lastEnd = token.end;
    }
  }
  return token;
}

/** True when the next token is this operator or keyword. */
export function at(p: Parser, text: string): boolean {
  const { kind, text: found } = peek(p);
  return (kind === 'op' || kind === 'keyword') && found === text;
}

export function atKind(p: Parser, kind: TokenKind): boolean {
  return peek(p).kind === kind;
}

/** Take this operator or keyword if it comes next. */
export function accept(p: Parser, text: string): boolean {
  const found = at(p, text);
  if (found) {
    advance(p);
  }
  return found;
}

/** Take this operator or keyword, or fail. */
export function expect(p: Parser, text: string): void {
  if (!accept(p, text)) {
    fail(p, text === ':' ? "expected ':'" : 'invalid syntax');
  }
}

/** Take a name, or fail. Gives its identifier. */
export function expectName(p: Parser): string {
  if (!atKind(p, 'name')) {
    fail(p, 'invalid syntax');
    return '';
  }
  return advance(p).text;
}

/** Note why the statement cannot be parsed; the first reason stays. */
export function fail(p: Parser, message: string, start = -1, end = -1): void {
  if (p.failure) {
    return;
  }
  const token = tokenAt(p, p.pos);
  p.failure = {
    message: token.kind === 'error' ? token.text : message,
    start: start < 0 ? token.start : start,
    end: end < 0 ? Math.max(token.end, token.start) : end
  };
  p.token = null;
}

/** Go on after a failure, from the place that is reached. Gives the failure. */
export function forgive(p: Parser): SyntaxProblem | null {
  const { failure } = p;
  p.failure = null;
  p.token = null;
  return failure;
}

/** Go on at another token. */
export function moveTo(p: Parser, pos: number): void {
  p.pos = pos;
  p.token = null;
}

/** Run a rule one level deeper; too deep a nesting is a failure, never an overflow. */
export function nested<T>(p: Parser, rule: (p: Parser) => T): T {
  if (++p.depth > NESTING_LIMIT) {
    fail(p, 'too many nested parentheses');
  }
  const value = rule(p);
  p.depth--;
  return value;
}

export function mark(p: Parser): Mark {
  return { pos: p.pos, depth: p.depth, lastEnd: p.lastEnd };
}

/** Go back to a mark, forgetting a failure since. */
export function reset(p: Parser, to: Mark): void {
  moveTo(p, to.pos);
  p.depth = to.depth;
  p.lastEnd = to.lastEnd;
  p.failure = null;
}

/** So many problems of a cell are kept; further ones would tell nothing new. */
const PROBLEM_LIMIT = 100;

/** True when no further problem is kept. */
export function isFull(problems: readonly SyntaxProblem[]): boolean {
  return problems.length >= PROBLEM_LIMIT;
}

/** Keep a problem, unless another one at the same place told of it already. */
export function note(problems: SyntaxProblem[], problem: SyntaxProblem): void {
  const isTold = problems.at(-1)?.start === problem.start;
  if (!isFull(problems) && !isTold) {
    problems.push(problem);
  }
}
