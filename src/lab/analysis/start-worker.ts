/** Starts the worker that analyses; apart, as only the bundler understands how it is named. */
export function startWorker(): Worker {
  return new Worker(new URL('./analysis.worker.js', import.meta.url), {
    name: 'kalette-analysis'
  });
}
