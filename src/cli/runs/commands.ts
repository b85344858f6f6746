import type { EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import type { RunSummary } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { EXIT } from '../exit';
import { follow, isAtRest } from './follow';
import {
  duration,
  printJson,
  printResult,
  table,
  valueText
} from '../printing';
import { nameOf, runMeant, whenOf } from './name';
import { exitOfRun, paint, runDocument, runText, tellEnd } from './result';
import { openSession } from '../session';
import * as texts from '../texts';

interface Output {
  readonly json?: boolean;
}

/** What a command about runs works with: the engine, and the workspace of this folder. */
interface Here {
  readonly client: EngineClient;
  readonly scope: NotebookScope;
}

async function inWorkspace(
  engine: EngineOptions,
  command: (here: Here) => Promise<number>
): Promise<number> {
  // It is over in a moment, so it begins nothing for other commands.
  const session = openSession({ ...engine, isBrief: true }, '.');
  try {
    return await command({ client: session.client, scope: session.scope });
  } finally {
    await session.close();
  }
}

/** `kalette runs list`. */
export function listRuns(
  engine: EngineOptions,
  output: Output
): Promise<number> {
  return inWorkspace(engine, async ({ client, scope }) => {
    const { items } = await client.listRuns(scope);
    if (output.json) {
      printJson({ version: 1, runs: items });
    } else {
      printResult(items.length === 0 ? texts.noRuns() : listText(items));
    }
    return EXIT.done;
  });
}

/** `kalette runs show RUN`. */
export function showRun(
  engine: EngineOptions,
  text: string,
  output: Output
): Promise<number> {
  return inWorkspace(engine, async here => {
    const run = await here.client.run(here.scope, await idOf(here, text));
    if (output.json) {
      printJson(runDocument(run));
    } else {
      printResult(runText(run));
      tellEnd(run.notebook, run);
    }
    return EXIT.done;
  });
}

/** `kalette runs logs RUN [STEP]`: of all steps, one after the other, when none is named. */
export function showLogs(
  engine: EngineOptions,
  text: string,
  step: string | undefined,
  output: Output
): Promise<number> {
  return inWorkspace(engine, async here => {
    const { client, scope } = here;
    const run = await client.run(scope, await idOf(here, text));
    const names =
      step === undefined ? run.steps.map(({ name }) => name) : [step];
    const logs: Record<string, unknown> = {};
    for (const name of names) {
      const lines = await client.logs(scope, run.id, name);
      logs[name] = lines;
      if (!output.json) {
        const title = names.length > 1 ? [`== ${name}`] : [];
        const all = [...title, ...lines.map(line => line.text)];
        if (all.length > 0) {
          printResult(all.join('\n'));
        }
      }
    }
    if (output.json) {
      printJson({ version: 1, run: run.id, logs });
    }
    return EXIT.done;
  });
}

/** `kalette runs cancel RUN`. */
export function cancelRun(
  engine: EngineOptions,
  text: string,
  output: Output & { readonly force?: boolean }
): Promise<number> {
  return inWorkspace(engine, async here => {
    const id = await idOf(here, text);
    const { force = false } = output;
    const run = await here.client.cancelRun(here.scope, id, { force });
    if (output.json) {
      printJson(runDocument(run));
    } else {
      printResult(`Run ${run.number}: ${paint(run.state)}`);
    }
    return EXIT.done;
  });
}

/** `kalette runs resume RUN`: continues it and follows it to its end. */
export async function resumeRun(
  engine: EngineOptions,
  text: string,
  output: Output
): Promise<number> {
  const session = openSession(engine, '.');
  let isGoing = false;
  try {
    const { client, scope } = session;
    const id = await idOf(session, text);
    const started = await client.resumeRun(scope, id);
    isGoing = true;
    const { run, interrupted } = await follow(client, scope, started);
    isGoing = !isAtRest(run);
    tellEnd(run.notebook, run);
    if (output.json) {
      printJson(runDocument(run));
    } else {
      printResult(runText(run));
    }
    return interrupted ? EXIT.interrupted : exitOfRun(run.state);
  } finally {
    await session.close({ now: isGoing });
  }
}

/** `kalette runs remove RUN`. */
export function removeRun(
  engine: EngineOptions,
  text: string,
  output: Output
): Promise<number> {
  return inWorkspace(engine, async here => {
    const run = await runMeant(here.client, here.scope, text);
    await here.client.removeRun(here.scope, run.id);
    if (output.json) {
      printJson({ version: 1, removed: run.id });
    } else {
      printResult(texts.removed(nameOf(run)));
    }
    return EXIT.done;
  });
}

async function idOf({ client, scope }: Here, text: string): Promise<string> {
  return (await runMeant(client, scope, text)).id;
}

function listText(runs: readonly RunSummary[]): string {
  return table(
    ['run', 'state', 'steps', 'started', 'time', 'metrics', 'id'],
    runs.map(run => [
      nameOf(run),
      paint(run.state),
      `${run.done}/${run.total}`,
      whenOf(run),
      duration(run.seconds ?? null),
      Object.entries(run.metrics)
        .map(([name, value]) => {
          const isFloat = run.floats?.metrics.includes(name);
          return `${name}=${valueText(value, isFloat)}`;
        })
        .join(' '),
      run.id
    ])
  );
}
