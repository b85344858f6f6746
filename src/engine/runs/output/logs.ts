import type { LogLine } from '../../../core/api/types';
import type { Store } from '../../store/store';
import { eventsOf } from './report-file';
import type { EventRow } from '../rows';
import { foldText } from './stream-text';
import { time } from '../views';

/** The log of a step's last attempt, and what the system said about it, in order. */
export async function logsOf(
  store: Store,
  run: string,
  step: string,
  attempt: number
): Promise<LogLine[]> {
  const outputs = await eventsOf(store, run, step, attempt);
  const lines = outputs.flatMap(({ at, data }) =>
    outputLines(data).map(([stream, text]) => ({
      at,
      stream,
      cell: typeof data.cell === 'string' ? data.cell : null,
      text
    }))
  );
  const system = store
    .all<EventRow>(
      `SELECT * FROM event WHERE run = ? AND (step = ? OR step IS NULL)
       AND kind IN ('problem', 'step.retrying', 'step.skipped', 'step.failed')
       ORDER BY seq`,
      run,
      step
    )
    .flatMap(({ at, data }) => {
      const { text, why } = JSON.parse(data);
      const said = text ?? why;
      return said === undefined
        ? []
        : [{ at, stream: 'system', cell: null, text: `${said}\n` }];
    });
  return joined([...lines, ...system].sort((a, b) => a.at - b.at));
}

interface Piece {
  readonly at: number;
  readonly stream: string;
  readonly cell: string | null;
  readonly text: string;
}

// Streams arrive in pieces; people read lines, and a progress bar is one.
function joined(pieces: readonly Piece[]): LogLine[] {
  const groups: Piece[] = [];
  for (const piece of pieces) {
    const last = groups.at(-1);
    if (
      last &&
      last.stream === piece.stream &&
      last.cell === piece.cell &&
      !last.text.endsWith('\n')
    ) {
      groups.splice(-1, 1, { ...last, text: last.text + piece.text });
    } else {
      groups.push(piece);
    }
  }
  return groups.flatMap(({ at, stream, cell, text }) =>
    foldText(text)
      .replace(/\n$/, '')
      .split('\n')
      .map(line => ({ at: time(at), stream, cell, text: line }))
  );
}

function outputLines(
  data: Readonly<Record<string, unknown>>
): [string, string][] {
  const output = data.output;
  if (typeof output !== 'object' || output === null) {
    return [];
  }
  const item = output as Readonly<Record<string, unknown>>;
  switch (item.output_type) {
    case 'stream':
      return [[String(item.name), String(item.text)]];
    case 'error':
      return [
        ['stderr', `${[item.traceback ?? []].flat().map(String).join('\n')}\n`]
      ];
    default:
      return [['display', `${displayText(item.data)}\n`]];
  }
}

function displayText(data: unknown): string {
  if (typeof data !== 'object' || data === null) {
    return '';
  }
  const bundle: Readonly<Record<string, unknown>> = { ...data };
  const text = bundle['text/plain'];
  const rich = Object.keys(bundle).filter(type => type !== 'text/plain');
  const note = rich.length > 0 ? `[${rich.join(', ')}] ` : '';
  return `${note}${[text ?? ''].flat().map(String).join('')}`;
}
