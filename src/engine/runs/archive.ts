import * as fs from 'node:fs/promises';

import type { LogLine, Page, Run, RunSummary } from '../../core/api/types';
import type { Pipeline } from '../../core/pipeline/types';
import * as messages from '../messages';
import { Refusal } from '../refusal';
import { attemptFolder } from '../store/layout';
import type { Store } from '../store/store';
import { ownReport } from './attempts/attempt';
import { logsOf } from './output/logs';
import { makeReport } from './output/report-file';
import { makeCursor, readCursor } from './paging';
import type { RunRow, StepRow } from './rows';
import { listRuns, type Rename, type RunOptions, viewRun } from './views';

/** What there is to read of the runs of a workspace; each refuses what is not there. */
export class RunArchive {
  constructor(private readonly store: Store) {}

  list(
    rename: Rename,
    query: {
      readonly notebook: string | null;
      readonly limit: number;
      readonly next: string | null;
    }
  ): Page<RunSummary> {
    const { notebook, limit, next } = query;
    const items = listRuns(this.store, rename, {
      notebook,
      limit: limit + 1,
      before: next === null ? null : readCursor(next)
    });
    const page = items.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page,
      next: items.length > limit && last ? makeCursor(last) : null
    };
  }

  async view(rename: Rename, id: string): Promise<Run> {
    const run = await viewRun(this.store, rename, id);
    if (!run) {
      throw new Refusal(messages.noRun(id));
    }
    return run;
  }

  async logs(id: string, step: string): Promise<readonly LogLine[]> {
    const { attempts } = this.step(id, step);
    return logsOf(this.store, id, step, attempts);
  }

  /** The executed notebook of a step: its file, else what is known up to now. */
  async report(id: string, name: string): Promise<unknown> {
    const { attempts } = this.step(id, name);
    if (attempts === 0) {
      throw new Refusal(messages.noReport(name));
    }
    const file = ownReport(
      attemptFolder(this.store.layout, id, name, attempts)
    );
    if (file !== null) {
      return JSON.parse(await fs.readFile(file, 'utf8'));
    }
    const row = this.row(id);
    const { kernel }: RunOptions = JSON.parse(row.options);
    const pipeline = (await this.store.objects.readJson(
      row.pipeline
    )) as Pipeline;
    const step = pipeline.steps.find(item => item.name === name);
    if (!step) {
      throw new Refusal(messages.noReport(name));
    }
    return makeReport(this.store, { id, pipeline, kernel }, step, attempts);
  }

  row(id: string): RunRow {
    const row = this.store.first<RunRow>('SELECT * FROM run WHERE id = ?', id);
    if (!row) {
      throw new Refusal(messages.noRun(id));
    }
    return row;
  }

  private step(id: string, name: string): StepRow {
    const row = this.store.first<StepRow>(
      'SELECT * FROM step WHERE run = ? AND name = ?',
      id,
      name
    );
    if (!row) {
      const known = this.store.all<StepRow>(
        'SELECT * FROM step WHERE run = ? ORDER BY position',
        this.row(id).id
      );
      throw new Refusal(
        messages.unknownStep(
          name,
          known.map(step => step.name)
        )
      );
    }
    return row;
  }
}
