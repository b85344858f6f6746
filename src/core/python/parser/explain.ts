import { tokenAt, type Parser } from './parser';
import type { Token, TokenKind } from '../lexer/tokens';
import type { SyntaxProblem } from '../tree/tree';

/** Messages that say no more than that something else was expected. */
const GENERAL = new Set([
  'invalid syntax',
  "expected ':'",
  "expected 'else' after 'if' expression"
]);

const CLOSES: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '{': '}'
};
const ENDS: ReadonlySet<TokenKind> = new Set([
  'name',
  'number',
  'string',
  'fend'
]);
const BEGINS: ReadonlySet<TokenKind> = new Set([
  'name',
  'number',
  'string',
  'fstart'
]);
const CONDITIONAL = new Set(['if', 'while', 'assert', 'return']);

/** So far is looked for the end of a bracket. Tokens. */
const SIGHT = 5000;

/** An open bracket. */
interface Bracket {
  readonly token: Token;
  /** True for the parentheses of a call. */
  readonly isCall: boolean;
}

/**
 * Says of a statement that cannot be parsed what Python would say: where the parser stopped is
 * seldom where the mistake is. `from` is the statement's first token; the parser still stands
 * at the token that it could not take.
 */
export function explain(
  p: Parser,
  from: number,
  failure: SyntaxProblem
): SyntaxProblem {
  const begin = tokenAt(p, from).start;
  if (failure.message.startsWith('unterminated f-string')) {
    return atOpeningQuote(p, from, failure);
  }
  // A problem inside this statement left tokens that explain nothing any more.
  const isFirst = p.problems.every(({ start }) => start < begin);
  return GENERAL.has(failure.message) && isFirst
    ? (ofBrackets(p, from) ?? ofToken(p, from) ?? failure)
    : failure;
}

function atOpeningQuote(
  p: Parser,
  from: number,
  { message, end }: SyntaxProblem
): SyntaxProblem {
  const open = p.lexer.tokens
    .slice(from, p.pos)
    .filter(({ kind }) => kind === 'fstart')
    .at(-1);
  if (!open) {
    return { message, start: end, end };
  }
  const isTriple = /("""|''')$/.test(open.text);
  return {
    message: isTriple ? 'unterminated triple-quoted f-string literal' : message,
    start: open.start,
    end
  };
}

/** A bracket that is never closed, or closed by one of another kind. */
function ofBrackets(p: Parser, from: number): SyntaxProblem | null {
  const open = openBrackets(p, from);
  const known = open.length;
  const stack = open.map(({ token }) => token);
  for (let i = p.pos; i < p.pos + SIGHT; i++) {
    const token = tokenAt(p, i);
    if (token.kind === 'end') {
      break;
    }
    const wrong = take(p, token, stack, i === p.pos);
    if (wrong) {
      return wrong;
    }
    if (stack.length === 0) {
      return null;
    }
  }
  const left = stack
    .slice(0, known)
    .filter((token, i) => token === open[i]?.token)
    .at(-1);
  return left
    ? {
        message: `'${left.text}' was never closed`,
        start: left.start,
        end: left.end
      }
    : null;
}

/** Opens or closes a bracket of the stack; a problem when the two do not fit. */
function take(
  p: Parser,
  token: Token,
  stack: Token[],
  isFailing: boolean
): SyntaxProblem | null {
  const { kind, text, start, end } = token;
  if (kind !== 'op') {
    return null;
  }
  if (CLOSES[text]) {
    stack.push(token);
  } else if (/^[)\]}]$/.test(text)) {
    const open = stack.pop();
    if (open && CLOSES[open.text] !== text) {
      const line = lineOf(p, open.start);
      const place = line === lineOf(p, start) ? '' : ` on line ${line}`;
      const message = `closing parenthesis '${text}' does not match opening parenthesis '${open.text}'${place}`;
      return { message, start, end };
    }
    if (!open && isFailing) {
      return { message: `unmatched '${text}'`, start, end };
    }
  }
  return null;
}

function openBrackets(p: Parser, from: number): Bracket[] {
  const open: Bracket[] = [];
  for (let i = from; i < p.pos; i++) {
    const token = tokenAt(p, i);
    if (token.kind !== 'op') {
      continue;
    }
    if (CLOSES[token.text]) {
      const isCall = token.text === '(' && endsExpression(p, from, i - 1);
      open.push({ token, isCall });
    } else if (/^[)\]}]$/.test(token.text)) {
      open.pop();
    }
  }
  return open;
}

/** An assignment where a value belongs, a missing comma, `print` as a statement. */
function ofToken(p: Parser, from: number): SyntaxProblem | null {
  const token = tokenAt(p, p.pos);
  const { kind, text, start, end } = token;
  const before = p.pos - 1;
  const open = openBrackets(p, from).at(-1);
  if (kind === 'op' && text === '=' && endsExpression(p, from, before)) {
    const message = ofAssignment(p, from, open);
    return message ? { message, start, end } : null;
  }
  if (!BEGINS.has(kind)) {
    return null;
  }
  if (open && endsExpression(p, from, before)) {
    const message = 'invalid syntax. Perhaps you forgot a comma?';
    return { message, start, end };
  }
  const first = tokenAt(p, from);
  return before === from && /^(?:print|exec)$/.test(first.text)
    ? {
        message: `Missing parentheses in call to '${first.text}'. Did you mean ${first.text}(...)?`,
        start: first.start,
        end: first.end
      }
    : null;
}

function ofAssignment(
  p: Parser,
  from: number,
  open: Bracket | undefined
): string | null {
  if (open?.isCall) {
    return 'expression cannot contain assignment, perhaps you meant "=="?';
  }
  if (open?.token.text === '{') {
    return "invalid syntax. Maybe you meant ':' instead of '='?";
  }
  if (!open && !CONDITIONAL.has(tokenAt(p, from).text)) {
    return null;
  }
  const before = tokenAt(p, p.pos - 2);
  const isName =
    tokenAt(p, p.pos - 1).kind === 'name' &&
    (before === open?.token || /^(?:if|elif|while)$/.test(before.text));
  return isName
    ? "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
    : "invalid syntax. Maybe you meant '==' instead of '='?";
}

function endsExpression(p: Parser, from: number, index: number): boolean {
  if (index < from) {
    return false;
  }
  const { kind, text } = tokenAt(p, index);
  return (
    ENDS.has(kind) ||
    (kind === 'op' && /^[)\]}]$/.test(text)) ||
    (kind === 'keyword' && /^(?:None|True|False)$/.test(text))
  );
}

/** Line of an offset, from 1. */
export function lineOf(p: Parser, offset: number): number {
  return p.lexer.source.slice(0, offset).split('\n').length;
}
