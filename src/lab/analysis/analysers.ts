import type { IDisposable } from '@lumino/disposable';
import type { Endpoint } from 'comlink';

import type { Explanation, Trace } from '../../core/flow/explain/types';
import type { Pipeline } from '../../core/pipeline/types';
import type { AnalysisResult } from '../../core/view';
import type { Promised } from './border';
import type {
  IAnalysisService,
  IDraft,
  IEdge,
  ISuggestedSteps,
  IVariable
} from './service';

/** Analyses one notebook; answers come in the order of the questions. */
export interface IAnalyser extends IDisposable {
  analyse(draft: IDraft): Promise<AnalysisResult>;
  /** What can be run and exported; `null` while there are errors or no steps. */
  compile(draft: IDraft): Promise<Pipeline | null>;
  /** Steps for a notebook without tags. */
  suggest(draft: IDraft): Promise<ISuggestedSteps>;
  /** Why one step waits for another. */
  explain(draft: IDraft, edge: IEdge): Promise<Explanation>;
  /** Where a variable of a step comes from and goes to. */
  trace(draft: IDraft, variable: IVariable): Promise<Trace | null>;
}

/** A worker, as far as it is used here. */
export type AnalysisWorker = Endpoint & Pick<Worker, 'terminate'>;

/** How the analysis is brought to run. */
export interface IAnalysersOptions {
  /** May throw where the page is not allowed to have workers. */
  readonly startWorker: () => AnalysisWorker;
  /** The service at the other end of a worker. */
  readonly reach: (worker: Endpoint) => Promised<IAnalysisService>;
  /** The same analysis, for the page itself. */
  readonly loadService: () => Promise<IAnalysisService>;
}

type Service = IAnalysisService | Promised<IAnalysisService>;

interface IRunning {
  readonly worker: AnalysisWorker;
  readonly service: Promised<IAnalysisService>;
  /** Rejects when the worker could not be loaded, or ended. */
  readonly broken: Promise<never>;
}

/**
 * Hands out analysers that share one worker, so that typing never waits for an analysis. Where
 * no worker can be had, or it ended, they go on in the page.
 */
export class Analysers {
  constructor(private readonly _options: IAnalysersOptions) {}

  /**
   * An analyser for a notebook, which belongs to the caller. The worker starts at once: it loads
   * while the notebook does.
   */
  open(): IAnalyser {
    const key = this._opened++;
    if (!this._inPage) {
      this._run();
    }
    let isDisposed = false;
    return {
      analyse: draft => this._ask(service => service.analyse(key, draft)),
      compile: draft => this._ask(service => service.compile(key, draft)),
      suggest: draft => this._ask(service => service.suggest(key, draft)),
      explain: (draft, edge) =>
        this._ask(service => service.explain(key, draft, edge)),
      trace: (draft, variable) =>
        this._ask(service => service.trace(key, draft, variable)),
      get isDisposed() {
        return isDisposed;
      },
      dispose: () => {
        if (!isDisposed) {
          isDisposed = true;
          void this._running?.service.forget(key);
          void this._inPage?.then(service => service.forget(key));
        }
      }
    };
  }

  private async _ask<T>(ask: (service: Service) => T | Promise<T>): Promise<T> {
    const running = this._inPage ? null : this._run();
    if (running) {
      try {
        return await Promise.race([ask(running.service), running.broken]);
      } catch (reason) {
        console.warn('Kalette goes on without a worker:', reason);
        running.worker.terminate();
      }
    }
    this._running = null;
    this._inPage ??= this._options.loadService();
    return ask(await this._inPage);
  }

  private _run(): IRunning | null {
    try {
      return (this._running ??= this._begin());
    } catch {
      return null;
    }
  }

  private _begin(): IRunning {
    const { startWorker, reach } = this._options;
    const worker = startWorker();
    const broken = new Promise<never>((_, reject) => {
      worker.addEventListener('error', event => {
        reject(event instanceof ErrorEvent ? event.message : event.type);
      });
    });
    // It is looked at only while an answer is waited for.
    broken.catch(() => undefined);
    return { worker, service: reach(worker), broken };
  }

  private _opened = 0;
  private _running: IRunning | null = null;
  private _inPage: Promise<IAnalysisService> | null = null;
}
