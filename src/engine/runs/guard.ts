import type { StepError } from '../../core/api/types';
import type { Machine } from '../machine';
import * as messages from '../messages';
import { readAgain } from './reading';
import type { RunBook, RunTask, StepNow } from './run-book';

/** What the kernel's interpreter has against the code of a run; never rejects. */
export async function readFor(
  machine: Machine,
  { kernel, pipeline }: RunTask
): Promise<StepError | null> {
  try {
    const host = await machine.host(kernel, pipeline);
    return await readAgain(pipeline, sources => host.read(sources));
  } catch {
    // The steps say why there is no worker.
    return null;
  }
}

/** With an error nothing runs: the step with the cell fails, the others are left out. */
export async function blockIf(
  book: RunBook,
  error: StepError | null
): Promise<void> {
  if (!error || book.state !== 'running' || book.closed) {
    return;
  }
  const waiting = book.steps.filter(({ state }) => state === 'waiting');
  const guilty =
    waiting.find(({ step }) => step.cells.includes(error.cell ?? '')) ??
    waiting[0];
  for (const now of waiting) {
    if (now !== guilty) {
      const why = messages.runBlocked(error);
      await book.setStep(now, 'skipped', { columns: { why } });
    }
  }
  if (guilty) {
    await book.setStep(guilty, 'ready');
    await refuseStep(book, guilty, error);
  }
}

/** A step that is ready fails without a process. */
export async function refuseStep(
  book: RunBook,
  now: StepNow,
  error: StepError
): Promise<void> {
  now.error = error;
  await book.setStep(now, 'running');
  const columns = { error: JSON.stringify(error) };
  await book.setStep(now, 'failed', { columns, data: { error } });
}
