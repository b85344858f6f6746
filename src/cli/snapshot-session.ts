import { parse, resolve } from 'node:path';

import { createLogUpdate } from 'log-update';

import type { EngineClient, NotebookScope } from '../client/engine-client';
import { settled } from '../client/operations';
import type { Operation } from '../core/api/types';
import type { EngineOptions } from '../engine/engine';
import { byteText, tell } from './printing';
import { openSession } from './session';
import * as texts from './snapshot-texts';

/** How a result is wanted. */
export interface Output {
  readonly json?: boolean;
}

/** The workspace that a command is about. */
export interface Here {
  readonly client: EngineClient;
  readonly scope: NotebookScope;
}

/** Runs a command in the workspace of a folder. */
export async function inFolder(
  engine: EngineOptions,
  folder: string,
  command: (here: Here) => Promise<number>
): Promise<number> {
  // Everything on this machine can be named, as a command has the rights of its user.
  const root = parse(resolve(folder)).root;
  const session = openSession(engine, folder, root);
  try {
    return await command(session);
  } finally {
    await session.close();
  }
}

/**
 * The result of an operation, whose progress is shown on standard error. An interrupt cancels it
 * and waits for its end, so that all is as it was.
 */
export async function follow<T>(
  { client, scope }: Here,
  begun: Operation
): Promise<T> {
  const progress = progressDisplay();
  const cancel = () => {
    tell(texts.cancelling());
    void client.snapshots.cancel(scope, begun.id).catch(() => undefined);
  };
  process.once('SIGINT', cancel);
  try {
    const { snapshots } = client;
    return (await settled(snapshots, scope, begun, progress.show)) as T;
  } finally {
    progress.close();
    process.off('SIGINT', cancel);
  }
}

interface ProgressDisplay {
  readonly show: (operation: Operation) => void;
  readonly close: () => void;
}

// One line that changes on a terminal, else one for each thing that is done.
function progressDisplay(): ProgressDisplay {
  if (process.stderr.isTTY) {
    const update = createLogUpdate(process.stderr);
    return {
      show: operation => update(progressText(operation)),
      close: () => update.clear()
    };
  }
  let last = '';
  return {
    show: ({ phase }) => {
      if (phase !== '' && phase !== last) {
        last = phase;
        tell(`${phase}…`);
      }
    },
    close: () => undefined
  };
}

function progressText({ phase, done, total, unit }: Operation): string {
  const text = (amount: number) =>
    unit === 'bytes' ? byteText(amount) : String(amount);
  return total === null
    ? `${phase}…`
    : `${phase}: ${text(done)} of ${text(total)}`;
}
