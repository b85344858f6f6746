/**
 * Compares our syntax trees with CPython's own over its standard library.
 *
 * usage: node scripts/compare-parser.mjs [PYTHON...] [--limit N]     default: python3, all files
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: { limit: { type: 'string' } },
  allowPositionals: true
});
const pythons = positionals.length > 0 ? positionals : ['python3'];
const limit = Number(values.limit ?? Infinity);

const LIST = `
import os, sys, sysconfig
print(sys.version_info[1])
for folder, names, files in os.walk(sysconfig.get_paths()["stdlib"]):
    names[:] = sorted(n for n in names if n not in ("site-packages", "__pycache__"))
    for name in sorted(files):
        if name.endswith(".py"):
            print(os.path.join(folder, name))
`;

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

async function loadComparison(folder) {
  const outfile = join(folder, 'compare-trees.mjs');
  await build({
    entryPoints: [join(root, 'src/core/testing/compare-trees.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error'
  });
  return import(outfile);
}

function comparePython(python, firstDifference) {
  const [minor, ...files] = run(python, ['-c', LIST]);
  // Before 3.12 the code in replacement fields has no places of its own.
  const options = { hasFieldPlaces: Number(minor) >= 12 };
  const wanted = files.slice(0, limit);
  let compared = 0;
  let different = 0;
  for (let i = 0; i < wanted.length; i += 40) {
    const script = join(root, 'scripts/dump-ast.py');
    for (const line of run(python, [script, ...wanted.slice(i, i + 40)])) {
      const { file, source, tree } = JSON.parse(line);
      if (tree === null) {
        continue;
      }
      compared++;
      const found = firstDifference(source, tree, options);
      if (found) {
        different++;
        console.log(`${file}: ${found}`);
      }
    }
  }
  console.log(`${python} (3.${minor}): ${compared} files, ${different} differ`);
  return different;
}

const folder = mkdtempSync(join(tmpdir(), 'kalette-parser-'));
try {
  const { firstDifference } = await loadComparison(folder);
  let different = 0;
  for (const python of pythons) {
    different += comparePython(python, firstDifference);
  }
  process.exitCode = different > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
