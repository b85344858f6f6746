/**
 * Compares our syntax trees with CPython's own: over a table of syntax, and over the standard
 * library.
 *
 * usage: node scripts/compare-parser.mjs [PYTHON...] [--sample N]
 *
 * Without a PYTHON: every version from 3.9 that is on the PATH or in pyenv. With --sample: N
 * files of each library, spread evenly. Exit code 1 when a tree differs.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const DUMP = join(ROOT, 'scripts', 'dump-ast.py');
const TABLE = join(ROOT, 'src', 'core', 'testing', 'python-syntax.txt');
const OLDEST = 9;
const NEWEST = 14;

function run(python, args) {
  const result = spawnSync(python, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' }
  });
  if (result.status !== 0) {
    throw new Error(result.stderr || String(result.error));
  }
  return result.stdout.split('\n').filter(line => line !== '');
}

/** One interpreter of each version that is installed here. */
function findPythons() {
  const versions = join(
    process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'),
    'versions'
  );
  const inPyenv = existsSync(versions) ? readdirSync(versions) : [];
  const found = new Map();
  for (const python of [
    'python3',
    ...Array.from(
      { length: NEWEST - OLDEST + 1 },
      (_, i) => `python3.${OLDEST + i}`
    ),
    ...inPyenv.map(version => join(versions, version, 'bin', 'python3'))
  ]) {
    const asked = spawnSync(
      python,
      ['-c', 'import sys; print(*sys.version_info[:2])'],
      { encoding: 'utf8' }
    );
    const [major, minor] = (asked.stdout ?? '').split(' ').map(Number);
    if (asked.status === 0 && major === 3 && minor >= OLDEST) {
      found.set(minor, found.get(minor) ?? python);
    }
  }
  return [...found]
    .sort(([one], [other]) => one - other)
    .map(([, python]) => python);
}

async function loadComparison(folder) {
  const outfile = join(folder, 'compare-trees.mjs');
  await build({
    entryPoints: [join(ROOT, 'src/core/testing/compare-trees.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error'
  });
  return import(outfile);
}

function spread(files, count) {
  const step = Math.max(1, files.length / count);
  return Array.from(
    { length: Math.min(count, files.length) },
    (_, i) => files[Math.floor(i * step)]
  );
}

/** Compares what a dump gives; a null tree is a mistake only in the table. */
function compareLines(lines, { firstDifference, options, isTable }) {
  const counts = { compared: 0, different: 0 };
  for (const line of lines) {
    const { file, source, tree } = JSON.parse(line);
    if (tree === null && !isTable) {
      continue;
    }
    counts.compared++;
    const found = tree
      ? firstDifference(source, tree, options)
      : 'not accepted by this Python';
    if (found) {
      counts.different++;
      console.log(`${file}: ${found}`);
    }
  }
  return counts;
}

function comparePython(python, sample, firstDifference) {
  const [minor, ...files] = run(python, [DUMP, '--list']);
  // Before 3.12 the code in replacement fields has no places of its own.
  const options = { hasFieldPlaces: Number(minor) >= 12 };
  const table = compareLines(run(python, [DUMP, '--table', TABLE]), {
    firstDifference,
    options,
    isTable: true
  });
  const library = { compared: 0, different: 0 };
  const wanted = spread(files, sample);
  for (let i = 0; i < wanted.length; i += 40) {
    const counts = compareLines(
      run(python, [DUMP, ...wanted.slice(i, i + 40)]),
      {
        firstDifference,
        options,
        isTable: false
      }
    );
    library.compared += counts.compared;
    library.different += counts.different;
  }
  const different = table.different + library.different;
  console.log(
    `Python 3.${minor}: ${table.compared} parts of the table, ` +
      `${library.compared} files of the library, ${different} differ`
  );
  return different;
}

const { values, positionals } = parseArgs({
  options: { sample: { type: 'string' } },
  allowPositionals: true
});
const sample = Number(values.sample ?? Infinity);
const folder = mkdtempSync(join(tmpdir(), 'kalette-parser-'));
try {
  const { firstDifference } = await loadComparison(folder);
  const pythons = positionals.length > 0 ? positionals : findPythons();
  const differences = pythons.map(python =>
    comparePython(python, sample, firstDifference)
  );
  process.exitCode = differences.every(count => count === 0) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
