/**
 * The first line of the scripts of the worker that analyses. It starts when a notebook opens, and
 * has nothing to do until the notebook is there: browsers that know this line compile its functions
 * in that time, and not one by one while the first analysis is waited for.
 */
export const HINT = '//# allFunctionsCalledOnLoad\n';

/** The worker, as `src/lab/analysis/start-worker.ts` calls it. */
export const WORKER = 'kalette-analysis';
