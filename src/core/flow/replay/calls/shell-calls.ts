import { codeComputed } from '../../../messages/dynamic';
import { noteDynamic } from '../values/stores';
import { type Item } from '../heap/heap';
import { objectAt } from '../heap/objects';
import { ATOMIC, type Abstract } from '../heap/values';
import { whereOf } from '../places';
import { reportOnce, type World } from '../world';
import { noteCommand } from '../process/commands';
import type { Call } from './calls';
import { runText } from './texts';

/** How the text of a cell is put together for a method of IPython's shell. */
const TEXTS: Readonly<Record<string, (words: readonly string[]) => string>> = {
  system: ([command]) => `!${command}`,
  system_piped: ([command]) => `!${command}`,
  getoutput: ([command]) => `!${command}`,
  run_line_magic: ([name, line]) => `%${name} ${line ?? ''}`,
  magic: ([line]) => `%${line}`,
  run_cell_magic: ([name, line, body]) => `%%${name} ${line ?? ''}\n${body}`,
  run_cell: ([source]) => source ?? '',
  ex: ([source]) => source ?? '',
  ev: ([source]) => source ?? ''
};

/** A call of a method of what `get_ipython()` gives; `null` for everything else. */
export function callShell(
  w: World,
  item: Item,
  method: string,
  given: Call
): Abstract | null {
  if (item.path !== 'builtins.get_ipython') {
    return null;
  }
  const write = TEXTS[method];
  if (!write) {
    return null;
  }
  const { act, args, site } = given;
  const words = args.map(({ value }) => value.text);
  const known = words.filter(word => word !== null);
  if (known.length < words.length || known.length === 0) {
    runUnknown(w, method, given);
  } else {
    runText(w, act, write(known), site, false);
  }
  return method === 'getoutput' || method === 'ev'
    ? {
        objects: [objectAt(w.heap, given.key, { isOpaque: true }).id],
        text: null
      }
    : ATOMIC;
}

function runUnknown(w: World, method: string, { site }: Call): void {
  const text = `get_ipython().${method}()`;
  if (method === 'system' || method === 'getoutput') {
    const use = { use: 'writes', isCaptured: false, isTold: false } as const;
    noteCommand(w, site, { ...use, text }, null);
    return;
  }
  noteDynamic(w, site);
  reportOnce(w, `DF601 ${site.cell} ${site.at.start}`, () =>
    codeComputed(whereOf(w.notebook, site), text)
  );
}
