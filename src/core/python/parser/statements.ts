import { parseCompound } from './compound';
import {
  parseExpr,
  parseStarredOrNamed,
  parseTuple,
  parseValue,
  startsExpression
} from './expressions';
import { parseFrom, parseImport } from './imports';
import { parseMagic } from '../ipython/magics';
import { parseTypeParams } from './parameters';
import {
  accept,
  advance,
  at,
  atKind,
  expect,
  expectName,
  fail,
  peek,
  peekSecond,
  type Parser
} from './parser';
import { checkTarget } from './targets';
import type { Expr, Name, Stmt } from '../tree/tree';

/** One line of statements, or one compound statement with its blocks. */
export function parseStatement(p: Parser, into: Stmt[]): void {
  const compound = parseCompound(p);
  if (compound) {
    into.push(compound);
    return;
  }
  do {
    if (atKind(p, 'newline')) {
      break;
    }
    into.push(parseSimple(p));
  } while (accept(p, ';'));
  if (atKind(p, 'newline')) {
    advance(p);
  } else if (!atKind(p, 'end')) {
    fail(p, 'invalid syntax');
  }
}

function parseSimple(p: Parser): Stmt {
  const { kind, text } = peek(p);
  if (kind === 'magic') {
    return parseMagic(p);
  }
  if (kind === 'keyword') {
    return parseKeywordStatement(p, text);
  }
  if (kind === 'name' && text === 'type' && peekSecond(p).kind === 'name') {
    return parseTypeAlias(p);
  }
  return parseAssignment(p);
}

function parseKeywordStatement(p: Parser, text: string): Stmt {
  switch (text) {
    case 'import':
      return parseImport(p);
    case 'from':
      return parseFrom(p);
    case 'return':
      return parseReturn(p);
    case 'del':
      return parseDelete(p);
    case 'raise':
      return parseRaise(p);
    case 'assert':
      return parseAssert(p);
    case 'global':
    case 'nonlocal':
      return parseScoping(p);
    case 'pass':
    case 'break':
    case 'continue':
      return parsePlain(p);
    default:
      return parseAssignment(p);
  }
}

const PLAIN = { pass: 'Pass', break: 'Break', continue: 'Continue' } as const;

function parsePlain(p: Parser): Stmt {
  const { text, start, end } = advance(p);
  const kind = PLAIN[text as keyof typeof PLAIN];
  return { kind, start, end };
}

function parseReturn(p: Parser): Stmt {
  const { start } = advance(p);
  const value = startsExpression(p) ? parseTuple(p) : null;
  return { kind: 'Return', value, start, end: p.lastEnd };
}

function parseDelete(p: Parser): Stmt {
  const { start } = advance(p);
  const targets: Expr[] = [];
  do {
    const target = parseExpr(p);
    checkTarget(p, target, 'delete');
    targets.push(target);
  } while (accept(p, ',') && startsExpression(p));
  return { kind: 'Delete', targets, start, end: p.lastEnd };
}

function parseRaise(p: Parser): Stmt {
  const { start } = advance(p);
  const exc = startsExpression(p) ? parseExpr(p) : null;
  const cause = exc && accept(p, 'from') ? parseExpr(p) : null;
  return { kind: 'Raise', exc, cause, start, end: p.lastEnd };
}

function parseAssert(p: Parser): Stmt {
  const { start } = advance(p);
  const test = parseExpr(p);
  const msg = accept(p, ',') ? parseExpr(p) : null;
  return { kind: 'Assert', test, msg, start, end: p.lastEnd };
}

function parseScoping(p: Parser): Stmt {
  const { start, text } = advance(p);
  const names: string[] = [];
  do {
    names.push(expectName(p));
  } while (accept(p, ','));
  const kind = text === 'global' ? 'Global' : 'Nonlocal';
  return { kind, names, start, end: p.lastEnd };
}

function parseTypeAlias(p: Parser): Stmt {
  const { start } = advance(p);
  const token = peek(p);
  const id = expectName(p);
  const name: Name = { kind: 'Name', id, start: token.start, end: token.end };
  const typeParams = parseTypeParams(p);
  expect(p, '=');
  const value = parseExpr(p);
  return { kind: 'TypeAlias', name, typeParams, value, start, end: p.lastEnd };
}

const AUGMENTED = /^(?:\*\*|\/\/|>>|<<|[-+*/%&|^@])=$/;

function parseAssignment(p: Parser): Stmt {
  const { start } = peek(p);
  const isParenthesised = at(p, '(');
  const first = at(p, 'yield')
    ? parseValue(p)
    : parseTuple(p, parseStarredOrNamed);
  const { kind, text } = peek(p);
  const isColon = kind === 'op' && text === ':' && !isSequence(first);
  if (isColon && peekSecond(p).kind !== 'newline') {
    return parseAnnotated(p, first, start, isParenthesised);
  }
  if (kind === 'op' && text.length > 1 && AUGMENTED.test(text)) {
    return parseAugmented(p, first, start);
  }
  const values = [first];
  while (accept(p, '=')) {
    values.push(parseRight(p));
  }
  const value = values.pop() ?? first;
  if (values.length === 0) {
    return { kind: 'Expr', value, start, end: p.lastEnd };
  }
  const hint = " here. Maybe you meant '==' instead of '='?";
  values.forEach(target => checkTarget(p, target, 'assign to', hint));
  return { kind: 'Assign', targets: values, value, start, end: p.lastEnd };
}

function isSequence(target: Expr): boolean {
  return target.kind === 'Tuple' || target.kind === 'List';
}

function parseRight(p: Parser): Expr {
  if (!atKind(p, 'magic')) {
    return parseValue(p);
  }
  const magic = parseMagic(p);
  const { start, end } = magic;
  return { kind: 'MagicExpr', magic, start, end };
}

function parseAnnotated(
  p: Parser,
  target: Expr,
  start: number,
  isParenthesised: boolean
): Stmt {
  checkTarget(p, target);
  advance(p);
  const annotation = parseExpr(p);
  const value = accept(p, '=') ? parseRight(p) : null;
  const simple = target.kind === 'Name' && !isParenthesised;
  const end = p.lastEnd;
  return { kind: 'AnnAssign', target, annotation, value, simple, start, end };
}

function parseAugmented(p: Parser, target: Expr, start: number): Stmt {
  if (isSequence(target)) {
    fail(
      p,
      'illegal expression for augmented assignment',
      target.start,
      target.end
    );
  }
  checkTarget(p, target);
  const op = advance(p).text.slice(0, -1);
  const value = parseValue(p);
  return { kind: 'AugAssign', target, op, value, start, end: p.lastEnd };
}
