import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import {
  basename,
  delimiter,
  dirname,
  isAbsolute,
  join,
  resolve,
  sep
} from 'node:path';

/** The Python that runs the steps of a notebook. */
export interface Interpreter {
  /** Name of the kernel. */
  readonly name: string;
  readonly displayName: string;
  readonly language: string;
  readonly python: string;
  /** Variables that the kernel's specification sets. */
  readonly env: Readonly<Record<string, string>>;
}

/** Why no interpreter could be found. */
export type KernelProblem =
  | { readonly kind: 'missing'; readonly known: readonly string[] }
  | { readonly kind: 'language'; readonly language: string }
  | {
      readonly kind: 'broken';
      readonly file: string;
      readonly command: string;
    };

/** A kernel found, and where. */
export interface KernelSpec {
  readonly name: string;
  readonly file: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const NATIVE = 'python3';

/** Kernels of this machine in Jupyter's order; the first of a name counts. */
export function listKernels(env: Environment = process.env): KernelSpec[] {
  const found = new Map<string, KernelSpec>();
  for (const folder of dataFolders(env)) {
    for (const name of namesIn(join(folder, 'kernels'))) {
      const file = join(folder, 'kernels', name, 'kernel.json');
      if (!found.has(name) && existsSync(file)) {
        found.set(name, { name, file });
      }
    }
  }
  return [...found.values()];
}

/** The interpreter of a kernel; `null` asks for the default one. */
export function findInterpreter(
  name: string | null,
  env: Environment = process.env
): Interpreter | KernelProblem {
  const wanted = name ?? NATIVE;
  const kernels = listKernels(env);
  // Jupyter compares names without case.
  const spec = kernels.find(
    kernel => kernel.name.toLowerCase() === wanted.toLowerCase()
  );
  if (spec) {
    return readSpec(spec);
  }
  const python = ownPython(env);
  return wanted === NATIVE && python !== null
    ? {
        name: NATIVE,
        displayName: 'Python 3',
        language: 'python',
        python,
        env: {}
      }
    : { kind: 'missing', known: kernels.map(kernel => kernel.name) };
}

/** The Python that started this program, or the first one on PATH. */
export function ownPython(env: Environment = process.env): string | null {
  const found =
    env.KALETTE_PYTHON || onPath('python3', env) || onPath('python', env);
  // It is started elsewhere.
  return found?.includes(sep) ? resolve(found) : found;
}

// Jupyter looks into the environment first where there is one, at the user's kernels otherwise.
function dataFolders(env: Environment): string[] {
  const python = ownPython(env);
  const prefix = python === null ? null : dirname(dirname(python));
  const environment = prefix === null ? [] : [join(prefix, 'share', 'jupyter')];
  const isEnvironment =
    prefix !== null &&
    (existsSync(join(prefix, 'pyvenv.cfg')) ||
      existsSync(join(prefix, 'conda-meta')));
  const user = [
    env.JUPYTER_DATA_DIR ??
      (process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Jupyter')
        : join(
            env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'),
            'jupyter'
          ))
  ];
  return [
    ...(env.JUPYTER_PATH ?? '').split(delimiter).filter(part => part !== ''),
    ...(isEnvironment ? [...environment, ...user] : [...user, ...environment]),
    '/usr/local/share/jupyter',
    '/usr/share/jupyter'
  ];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readSpec({ name, file }: KernelSpec): Interpreter | KernelProblem {
  const spec = parse(file);
  const language = String(spec?.language ?? '').toLowerCase();
  const argv: unknown[] = Array.isArray(spec?.argv) ? spec.argv : [];
  const command = String(argv[0] ?? '');
  if (spec && language !== '' && language !== 'python') {
    return { kind: 'language', language };
  }
  const python = resolvePython(command, file);
  if (!spec || python === null) {
    return { kind: 'broken', file, command };
  }
  return {
    name,
    displayName: String(spec.display_name ?? name),
    language: 'python',
    python,
    env: textOnly(spec.env)
  };
}

function parse(file: string): Record<string, unknown> | null {
  try {
    const spec: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof spec === 'object' && spec !== null ? { ...spec } : null;
  } catch {
    return null;
  }
}

// A bare `python` means the Python of the environment that the specification lies in.
function resolvePython(command: string, file: string): string | null {
  if (!/^python[\d.]*(\.exe)?$/i.test(basename(command))) {
    return null;
  }
  if (isAbsolute(command)) {
    return existsSync(command) ? command : null;
  }
  // <prefix>/share/jupyter/kernels/<name>/kernel.json
  const prefix = join(dirname(file), '..', '..', '..', '..');
  const own = ['bin', 'Scripts']
    .map(folder => join(prefix, folder, command))
    .find(path => existsSync(path));
  return own ?? onPath(command, process.env);
}

function onPath(command: string, env: Environment): string | null {
  const folders = (env.PATH ?? '').split(delimiter);
  return (
    folders
      .filter(folder => folder !== '')
      .map(folder => join(folder, command))
      .find(path => existsSync(path)) ?? null
  );
}

function textOnly(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(
      typeof value === 'object' && value !== null ? value : {}
    ).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  );
}
