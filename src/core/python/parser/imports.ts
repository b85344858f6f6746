import {
  accept,
  advance,
  at,
  expect,
  expectName,
  fail,
  peek,
  type Parser
} from './parser';
import type { Alias, Stmt } from '../tree/tree';

/** `import a.b as c, d` */
export function parseImport(p: Parser): Stmt {
  const { start } = advance(p);
  const names: Alias[] = [];
  do {
    names.push(parseAlias(p, parseDotted));
  } while (accept(p, ','));
  return { kind: 'Import', names, start, end: p.lastEnd };
}

/** `from .a import (b as c, d)` */
export function parseFrom(p: Parser): Stmt {
  const { start } = advance(p);
  let level = 0;
  for (;;) {
    if (accept(p, '.')) {
      level++;
    } else if (accept(p, '...')) {
      level += 3;
    } else {
      break;
    }
  }
  const module = level > 0 && at(p, 'import') ? null : parseDotted(p);
  expect(p, 'import');
  const names = parseImported(p);
  return { kind: 'ImportFrom', module, names, level, start, end: p.lastEnd };
}

function parseImported(p: Parser): Alias[] {
  const { start, end } = peek(p);
  if (accept(p, '*')) {
    return [{ name: '*', asname: null, start, end }];
  }
  const isGrouped = accept(p, '(');
  const names: Alias[] = [];
  do {
    names.push(parseAlias(p, expectName));
  } while (
    accept(p, ',') &&
    !(isGrouped ? at(p, ')') : /^(?:newline|end)$/.test(peek(p).kind))
  );
  if (isGrouped) {
    expect(p, ')');
  }
  if (!isGrouped && p.lexer.source[p.lastEnd - 1] === ',') {
    fail(p, 'trailing comma not allowed without surrounding parentheses');
  }
  return names;
}

function parseAlias(p: Parser, name: (p: Parser) => string): Alias {
  const { start } = peek(p);
  const what = name(p);
  const asname = accept(p, 'as') ? expectName(p) : null;
  return { name: what, asname, start, end: p.lastEnd };
}

function parseDotted(p: Parser): string {
  let name = expectName(p);
  while (accept(p, '.')) {
    name += `.${expectName(p)}`;
  }
  return name;
}
