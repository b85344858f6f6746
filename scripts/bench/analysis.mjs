import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { measure, processorNote, row } from './measure.mjs';
import { ordinary } from './notebooks.mjs';
import { realistic } from './realistic.mjs';

const FOLDER = '.bench';

const RIVAL = `
import ast, json, re, sys, symtable, time
sources = [cell["source"] for cell in json.load(open(sys.argv[1]))["cells"]]
cells = [re.sub(r"(?m)^%.*", "pass", source) for source in sources]
taken = []
for _ in range(5):
    begin = time.perf_counter()
    for source in cells:
        ast.parse(source)
        symtable.symtable(source, "cell", "exec")
    taken.append((time.perf_counter() - begin) * 1000)
print(json.dumps(sorted(taken)))
`;

async function loadCore() {
  const outfile = resolve(FOLDER, 'analyse.mjs');
  await build({
    stdin: {
      contents: `export { createAnalyser } from './src/core/analyse';
        export * as view from './src/core/view';
        export * as border from './src/lab/analysis/change';`,
      resolveDir: '.'
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error'
  });
  return import(pathToFileURL(outfile).href);
}

const edited = (notebook, place, round) => ({
  ...notebook,
  cells: notebook.cells.map((cell, index) =>
    index === place
      ? { ...cell, source: `${cell.source}\nedit_${round} = ${round}` }
      : cell
  )
});

// The browser's page does this much, as the analysis runs in a worker: only differences cross.
function inPage({ view, border }, before, { notebook, answer }) {
  structuredClone(border.changeOf(before.notebook, notebook));
  const analysis = border.withChange(before.analysis, structuredClone(answer));
  const hues = view.assignHues(view.stepNames(analysis), new Map());
  const shown = { analysis, hues, run: null, history: [] };
  return view.cellViews(analysis, view.pipelineView(shown).steps);
}

/** Times the analysis of notebooks, one of equal cells and one as people write them. */
export async function analysisBench(cells) {
  mkdirSync(FOLDER, { recursive: true });
  const core = await loadCore();
  await analyse(core, 'ordinary', ordinary(cells));
  await analyse(core, 'realistic', realistic(cells));
}

function told(what, taken) {
  row(what, taken, processorNote(taken));
}

/** States of a notebook one behind the other, with their analyses and what the worker says of them. */
function states({ border }, analyser, notebook, file, count) {
  const found = [];
  for (let round = 0; round <= count; round++) {
    const now = edited(notebook, Math.floor(notebook.cells.length / 2), round);
    const { notebook: read, flow, diagnostics } = analyser.analyse(now, file);
    const analysis = { notebook: read, flow, diagnostics };
    const answer = border.changeOf(found.at(-1)?.analysis, analysis);
    found.push({ notebook: now, analysis, answer });
  }
  return found;
}

/** Cold, warm, and after one edit. */
async function analyse(core, kind, notebook) {
  const { createAnalyser } = core;
  const cells = notebook.cells.length;
  const file = { name: 'bench.ipynb' };
  const bytes = JSON.stringify(notebook).length;
  console.log(
    `analysis: ${cells} cells, ${kind}, ${(bytes / 1000).toFixed(0)} kB`
  );

  told(
    'first analysis in the process',
    await measure(1, () => createAnalyser().analyse(notebook, file))
  );
  const warm = await measure(9, () => createAnalyser().analyse(notebook, file));
  told('whole notebook, nothing remembered', warm);
  const analyser = createAnalyser();
  analyser.analyse(notebook, file);
  for (const [where, place] of [
    ['in the middle', Math.floor(cells / 2)],
    ['near the start', 10],
    ['near the end', cells - 10]
  ]) {
    told(
      `one edited cell ${where}`,
      await measure(25, round =>
        analyser.analyse(edited(notebook, place, round), file)
      )
    );
  }
  const seen = states(core, analyser, notebook, file, 15);
  told(
    'beside it in the page, with the worker',
    await measure(15, round => inPage(core, seen[round], seen[round + 1]))
  );

  const path = join(FOLDER, 'bench.ipynb');
  writeFileSync(path, JSON.stringify(notebook));
  const taken = JSON.parse(
    execFileSync('python', ['-c', RIVAL, path], { encoding: 'utf8' })
  );
  const rival = { least: taken[0], median: taken[2] };
  row('CPython: ast and symtable of the same cells', rival);
  console.log(
    `  whole analysis / CPython's parse alone: ${(warm.median / rival.median).toFixed(2)}\n`
  );
}
