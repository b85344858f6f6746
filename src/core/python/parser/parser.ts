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
  pos: number;
  depth: number;
  /** End of the last token taken. */
  lastEnd: number;
  failure: SyntaxProblem | null;
}

/** A place to come back to when one of two readings of a text fails. */
export interface Mark {
  readonly pos: number;
  readonly depth: number;
  readonly lastEnd: number;
}

export function createParser(lexer: Lexer, depth = 0): Parser {
  return { lexer, problems: [], pos: 0, depth, lastEnd: 0, failure: null };
}

const END: Token = { kind: 'end', start: 0, end: 0, text: '', indent: -1 };

/** The token `ahead` places further on; nothing but the end after a failure. */
export function peek(p: Parser, ahead = 0): Token {
  return p.failure ? END : tokenAt(p, p.pos + ahead);
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
  if (!p.failure && token.kind !== 'end') {
    p.pos++;
    if (!isLayout(token.kind)) {
      p.lastEnd = token.end;
    }
  }
  return token;
}

/** True when the next token is this operator or keyword. */
export function at(p: Parser, text: string): boolean {
  const token = peek(p);
  return (
    (token.kind === 'op' || token.kind === 'keyword') && token.text === text
  );
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
  p.pos = to.pos;
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
