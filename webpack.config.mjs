import { HINT, WORKER } from './scripts/worker-hint.mjs';

/** Minifiers remove comments: this one is put there when they are done. */
function hintInWorker(compiler) {
  const { Compilation, sources } = compiler.webpack;
  const stage = Compilation.PROCESS_ASSETS_STAGE_REPORT;
  compiler.hooks.compilation.tap(WORKER, compilation => {
    compilation.hooks.processAssets.tap({ name: WORKER, stage }, () => {
      const group = compilation.chunkGroups.find(({ name }) => name === WORKER);
      for (const file of group?.getFiles() ?? []) {
        compilation.updateAsset(
          file,
          source => new sources.ConcatSource(HINT, source)
        );
      }
    });
  });
}

export const plugins = [{ apply: hintInWorker }];
