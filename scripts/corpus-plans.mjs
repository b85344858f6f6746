// Prints, as JSON, the plans of all steps of the corpus of small notebooks, for the test that
// runs them: [{ id, names, needs, python, urgent: [code], steps: [{ name, plan, from: { variable: step } }], stdout }].
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const outfile = resolve('.bench', 'corpus-plans.mjs');
await build({
  stdin: {
    contents: `
      export { createAnalyser } from './src/core/analyse';
      export { received } from './src/core/pipeline/received';
      export { stepPlan } from './src/core/pipeline/plan';
      export { notebookOf } from './src/core/flow/testing/corpus';
    `,
    resolveDir: '.'
  },
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  logLevel: 'error'
});
const { createAnalyser, received, stepPlan, notebookOf } = await import(
  pathToFileURL(outfile).href
);
const cases = ['dataflow', 'own', 'by-rule'].flatMap(
  name =>
    JSON.parse(readFileSync(`src/core/flow/corpus/${name}.json`, 'utf8')).cases
);

console.log(
  JSON.stringify(
    cases.map(item => {
      const { pipeline, diagnostics } = createAnalyser().analyse(
        notebookOf(item),
        { name: `${item.id}.ipynb` }
      );
      return {
        id: item.id,
        names: (pipeline?.steps ?? []).map(({ name }) => name),
        needs: item.needs,
        python: item.python,
        urgent: diagnostics
          .filter(({ severity }) => severity !== 'info')
          .map(({ code }) => code),
        steps: (pipeline?.steps ?? []).map(step => ({
          name: step.name,
          plan: stepPlan(pipeline, step),
          from: Object.fromEntries(
            received(step).map(({ name, from }) => [name, from])
          )
        })),
        stdout: item.expected.ignoreStdout
          ? null
          : (item.expected.stdout ?? null)
      };
    })
  )
);
