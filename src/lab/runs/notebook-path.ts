import type { EngineClient } from '../../client/engine-client';
import type { NotebookScope } from '../../client/scope';

/** Tells the engine when a notebook has another path, so that its runs go with it. */
export class NotebookPath {
  constructor(
    private readonly _engine: EngineClient,
    private readonly _scope: () => NotebookScope
  ) {}

  /**
   * Resolves to false when the runs did not come along, as those of a copy; else to true.
   * Rejects with an EngineError; then the next call tells it.
   */
  async settle(): Promise<boolean> {
    const { notebook } = this._scope();
    const from = this._known ?? notebook;
    const isMoved = from !== notebook;
    const { runs } = isMoved
      ? await this._engine.moveRuns({ notebook, from })
      : { runs: 0 };
    this._known = notebook;
    return !isMoved || runs > 0;
  }

  /** The path that the engine knows; `null` before it was asked. */
  private _known: string | null = null;
}
