import { parsePart } from '../ipython/magics';
import { redirectionsOf } from '../ipython/redirections';
import type { Expr, Magic, Place, Stmt } from '../tree/tree';
import { childrenOf } from './children';
import { type Builder, emit, newValue, placeOf, siteAt } from './builder';
import { constantText } from './texts';
import { walkAsFunction } from './functions';
import { bindName, readGlobal } from './names';
import { walkBlock } from './statements';
import { ATOM, type Value } from './types';

/** What a magic line or cell does, as far as it can be known. */
export function walkMagic(b: Builder, magic: Magic): void {
  walkAny(b, magic, 'command');
}

/** As `walkMagic`, where the magic stands for a value. */
export function evalMagic(b: Builder, magic: Magic): Value {
  return walkAny(b, magic, 'capture');
}

/** Whether the notebook goes on with what a command prints. */
type CommandKind = 'command' | 'capture';

function walkAny(b: Builder, magic: Magic, kind: CommandKind): Value {
  switch (magic.form) {
    case 'help':
      return ATOM;
    case 'shell':
      walkCommand(b, magic.text, kind, magic);
      break;
    case 'line':
      walkLineMagic(b, magic, kind);
      break;
    case 'cell':
      walkCellMagic(b, magic);
      break;
  }
  const to = newValue(b);
  emit(b, { op: 'make', to, shape: 'opaque', site: siteAt(magic), holds: [] });
  return to;
}

/** Line magics that run a command: its text follows, or the name is part of it. */
const RUNS_TEXT = new Set(['sx', 'system', '!']);
const ALIASES = new Set(
  'ls ll lf lk ldir lx cat cp mv rm rmdir mkdir'.split(' ')
);

function walkLineMagic(b: Builder, magic: Magic, kind: CommandKind): void {
  const { name, text } = magic;
  if (RUNS_TEXT.has(name) || ALIASES.has(name)) {
    const isWhole = RUNS_TEXT.has(name);
    walkCommand(b, isWhole ? text : `${name} ${text}`, kind, magic);
    return;
  }
  readMentioned(b, text, magic);
  switch (name) {
    case 'timeit':
      walkAsFunction(b, magic.body, magic);
      return;
    case 'run':
      walkRun(b, text, magic);
      return;
    case 'load':
    case 'pylab':
    case 'loadpy':
      emit(b, {
        op: 'dynamic',
        kind: 'magic',
        text: `%${name}`,
        at: placeOf(magic)
      });
      return;
    case 'who':
    case 'whos':
    case 'who_ls':
      emit(b, {
        op: 'dynamic',
        kind: 'list',
        text: `%${name}`,
        at: placeOf(magic)
      });
      return;
    case 'store':
      if (/^\s*-r/.test(text)) {
        emit(b, {
          op: 'dynamic',
          kind: 'magic',
          text: '%store -r',
          at: placeOf(magic)
        });
      }
      return;
    case 'pip':
    case 'conda':
    case 'mamba':
    case 'uv':
      install(b, `%${name} ${text}`, magic);
      return;
    case 'env':
    case 'set_env':
      changeState(b, 'env:os.environ', /[=\s]\S/.test(text.trim()), magic);
      return;
    case 'cd':
      walkFolder(b, text, magic);
      changeState(b, 'proc:cwd', true, magic);
      return;
    default:
      walkBlock(b, magic.body);
  }
}

function changeState(
  b: Builder,
  key: string,
  isWrite: boolean,
  at: Place
): void {
  emit(b, {
    op: 'state',
    key,
    mode: isWrite ? 'write' : 'read',
    at: placeOf(at)
  });
}

function install(b: Builder, text: string, at: Place): void {
  emit(b, { op: 'magic', kind: 'install', text, at: placeOf(at) });
}

/** The folder that `%cd` goes to has to be there. */
function walkFolder(b: Builder, text: string, at: Place): void {
  const folder = text
    .replace(/^\s*-q\b/, '')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
  if (folder !== '' && !/^[-~]|[{$]|^[./]+$/.test(folder)) {
    const path = constantText(b, folder);
    emit(b, { op: 'file', path, mode: 'probe', at: placeOf(at) });
  }
}

function walkRun(b: Builder, text: string, at: Place): void {
  const file = text
    .trim()
    .split(/\s+/)
    .find(word => !word.startsWith('-'));
  if (file) {
    const name = /\.\w+$/.test(file) ? file : `${file}.py`;
    const path = constantText(b, name);
    emit(b, { op: 'file', path, mode: 'read', at: placeOf(at) });
  }
  emit(b, {
    op: 'dynamic',
    kind: 'run',
    text: `%run ${text.trim()}`,
    at: placeOf(at)
  });
}

function walkCellMagic(b: Builder, magic: Magic): void {
  const { name, text } = magic;
  switch (name) {
    case 'timeit':
      walkAsFunction(b, magic.body, magic);
      return;
    case 'time':
    case 'prun':
    case 'memit':
      walkBlock(b, magic.body);
      return;
    case 'capture': {
      walkBlock(b, magic.body);
      const target = /^[^\s-]\S*/.exec(text.trim())?.[0];
      if (target) {
        bindName(b, target, opaque(b, magic), 'magic', magic);
      }
      return;
    }
    case 'writefile':
    case 'file':
      walkWriteFile(b, magic);
      return;
    default:
      walkForeign(b, magic);
  }
}

function opaque(b: Builder, at: Place): Value {
  const to = newValue(b);
  const site = siteAt(at, 1);
  emit(b, { op: 'make', to, shape: 'opaque', site, holds: [] });
  return to;
}

function walkWriteFile(b: Builder, magic: Magic): void {
  const words = magic.text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const isAppended = words.some(word => word === '-a' || word === '--append');
  const file = words.find(word => word && !word.startsWith('-'));
  if (file) {
    const path = constantText(b, file.replace(/^(['"])(.*)\1$/, '$2'));
    const mode = isAppended ? 'append' : 'write';
    emit(b, { op: 'file', path, mode, at: placeOf(magic) });
  }
}

const SHELLS = new Set(['bash', 'sh', 'script', 'system', '!', 'sx']);

function walkForeign(b: Builder, magic: Magic): void {
  const { name, text, content } = magic;
  const target = /--out\s+(\w+)/.exec(text)?.[1];
  emit(b, {
    op: 'magic',
    kind: 'foreign',
    text: `%%${name}`,
    at: placeOf(magic)
  });
  if (SHELLS.has(name)) {
    walkShell(b, content ?? '', magic);
  }
  if (target) {
    bindName(b, target, opaque(b, magic), 'magic', magic);
  }
}

function walkCommand(
  b: Builder,
  text: string,
  kind: CommandKind,
  at: Place
): void {
  emit(b, { op: 'magic', kind, text: text.trim(), at: placeOf(at) });
  walkShell(b, text, at);
}

/** A command: files it is redirected to and from, names it mentions. */
function walkShell(b: Builder, text: string, at: Place): void {
  readMentioned(b, text, at);
  if (
    /^\s*(?:pip3?|conda|mamba|uv|apt|apt-get)\s+(?:\S+\s+)*?install\b/.test(
      text
    )
  ) {
    install(b, `!${text.trim()}`, at);
  }
  changeState(b, 'env:os.environ', false, at);
  changeState(b, 'proc:cwd', false, at);
  for (const { file, mode } of redirectionsOf(text)) {
    const path = constantText(b, file);
    emit(b, { op: 'file', path, mode, at: placeOf(at) });
  }
}

/** `{expression}` and `$name` are filled in by IPython, if the names exist. */
function readMentioned(b: Builder, text: string, at: Place): void {
  b.probes++;
  for (const [, code, name] of text.matchAll(/\{([^{}]+)\}|\$(\w+)/g)) {
    if (name) {
      readGlobal(b, name, at);
    } else if (code) {
      namesIn(code).forEach(id => readGlobal(b, id, at));
    }
  }
  b.probes--;
}

function namesIn(code: string): string[] {
  const names: string[] = [];
  const pending: (Stmt | Expr)[] = parsePart(
    code.trim(),
    0,
    code.trim().length,
    []
  );
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.kind === 'Name') {
      names.push(next.id);
    }
    const { exprs, blocks } = childrenOf(next);
    pending.push(...exprs, ...blocks.flat());
  }
  return names;
}
