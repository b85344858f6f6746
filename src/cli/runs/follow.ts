import { createLogUpdate } from 'log-update';

import type { EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';
import type {
  Run,
  RunEvent,
  RunState,
  RunStep,
  StepState
} from '../../core/api/types';
import { colors, duration, tell } from '../printing';
import * as texts from '../texts';

const AT_REST: readonly RunState[] = [
  'succeeded',
  'failed',
  'cancelled',
  'interrupted'
];
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;

/** Milliseconds that a cancelled run has to end; its processes need 11 s at most. */
const LEAVE_MS = 20_000;

/** How often a run goes on that was in the engine of another command. */
const LIVES = 3;

/** Shows how a run goes on standard error. */
interface Display {
  event(event: RunEvent): void;
  tell(text: string): void;
  close(): void;
}

/** True when nothing of it goes on any more. */
export function isAtRest({ state }: Pick<Run, 'state'>): boolean {
  return AT_REST.includes(state);
}

/**
 * Follows a run until it is at rest and returns what became of it. Ctrl-C cancels the run,
 * a second one ends its steps by force, a third one gives up waiting.
 */
export async function follow(
  client: EngineClient,
  scope: NotebookScope,
  run: Run
): Promise<{ readonly run: Run; readonly interrupted: boolean }> {
  const stop = new AbortController();
  const display = displayOf(run.steps);
  let presses = 0;
  let lives = LIVES;
  const onSignal = () => {
    const force = ++presses > 1;
    if (presses > 2) {
      stop.abort();
      return;
    }
    display.tell(force ? texts.forcing() : texts.interrupting());
    client
      .cancelRun(scope, run.id, { force })
      // The first request may just have been enough.
      .catch(() => (force ? undefined : stop.abort()));
    if (!force) {
      // A store that cannot be written must not keep whoever asked to leave.
      setTimeout(() => stop.abort(), LEAVE_MS).unref();
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const query = { ...scope, run: run.id, signal: stop.signal };
    for await (const event of client.events(query)) {
      display.event(event);
      if (AT_REST.some(state => event.kind === `run.${state}`)) {
        const now = await client.run(scope, run.id);
        const isLost = presses === 0 && now.state === 'interrupted';
        if (isLost && lives-- > 0 && (await goOn(client, scope, now))) {
          // It was in the engine of another command, which has ended.
          display.tell(texts.goingOn(now.number));
          continue;
        }
        // The event may be of an earlier life of a run that was continued.
        if (isAtRest(now)) {
          return { run: now, interrupted: presses > 0 };
        }
      }
    }
    return { run: await client.run(scope, run.id), interrupted: true };
  } finally {
    display.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    stop.abort();
  }
}

async function goOn(
  client: EngineClient,
  scope: NotebookScope,
  { id }: Run
): Promise<boolean> {
  // What cannot be continued stays interrupted, and is told of as such.
  return client.resumeRun(scope, id).then(
    () => true,
    () => false
  );
}

function displayOf(steps: readonly RunStep[]): Display {
  return process.stderr.isTTY && process.env.TERM !== 'dumb'
    ? live(steps)
    : plain();
}

function stateOf({ kind }: RunEvent): StepState | null {
  const [, state] = /^step\.(\w+)$/.exec(kind) ?? [];
  return (state as StepState | undefined) ?? null;
}

/** One line whenever something ends or begins: for logs and pipes. */
function plain(): Display {
  return {
    event: event => {
      const state = stateOf(event);
      if (state && event.step !== null && state !== 'ready') {
        tell(`${event.step}: ${state}${remarkOf(event)}`);
      } else if (event.kind === 'problem') {
        tell(String(event.data.text));
      }
    },
    tell,
    close: () => undefined
  };
}

function remarkOf({ data }: RunEvent): string {
  if (typeof data.seconds === 'number' && data.why === undefined) {
    return ` in ${duration(data.seconds)}`;
  }
  return typeof data.why === 'string' ? `: ${data.why}` : '';
}

/** All steps with their states, redrawn in place. */
function live(steps: readonly RunStep[]): Display {
  const log = createLogUpdate(process.stderr);
  const states = new Map<string, { state: StepState; since: number }>(
    steps.map(({ name, state }) => [name, { state, since: Date.now() }])
  );
  let frame = 0;
  const draw = () =>
    log(
      [...states]
        .map(([name, { state, since }]) => lineOf(name, state, since, frame))
        .join('\n')
    );
  // Above the steps, where it stays.
  const say = (text: string) => {
    log.clear();
    tell(text);
    draw();
  };
  const timer = setInterval(() => {
    frame++;
    draw();
  }, FRAME_MS);
  return {
    event: event => {
      const state = stateOf(event);
      if (state && event.step !== null) {
        states.set(event.step, { state, since: Date.parse(event.at) });
        if (state === 'retrying') {
          say(`${event.step}: ${state}${remarkOf(event)}`);
        }
        draw();
      } else if (event.kind === 'problem') {
        say(String(event.data.text));
      }
    },
    tell: say,
    close: () => {
      clearInterval(timer);
      draw();
      log.done();
    }
  };
}

function lineOf(
  name: string,
  state: StepState,
  since: number,
  frame: number
): string {
  const spin = colors.cyan(FRAMES[frame % FRAMES.length] ?? '');
  switch (state) {
    case 'running':
      return `${spin} ${name}  ${duration((Date.now() - since) / 1000)}`;
    case 'succeeded':
    case 'cached':
      return `${colors.green('✓')} ${name}`;
    case 'failed':
      return `${colors.red('✗')} ${name}`;
    case 'skipped':
    case 'cancelled':
    case 'interrupted':
      return colors.dim(`- ${name}  ${state}`);
    case 'retrying':
      return `${colors.yellow('↻')} ${name}  waits for another attempt`;
    case 'waiting':
    case 'ready':
    case 'joined':
      return colors.dim(`  ${name}`);
  }
}
