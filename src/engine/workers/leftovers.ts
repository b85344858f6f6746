import { familyOf, markedWith, processTable, signalTo } from './processes';

/** Environment variable that marks every process of an attempt. */
export const MARK = 'KALETTE_ATTEMPT';

const PATIENCE_MS = 5000;
const PAUSE_MS = 5;
const DOUBTS = 10;

/**
 * Kills what an attempt left behind: its group, its session, its descendants, and daemons
 * that changed all three but still carry the mark in their environment (Linux). A daemon that
 * only forked has the environment of the host instead of the mark: as long as the step lives it
 * is its child, and later the host ends it. Resolves when
 * none is left; only what the kernel itself holds on to for more than 5 s is given up.
 */
export async function killLeftovers(
  pid: number | null,
  attempt: string
): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  // A process that was just forking when the others were killed is in the next table only.
  for (let doubts = 0; performance.now() < end;) {
    const { left, isSure } = leftoversOf(pid, attempt);
    if (left.length === 0 && (isSure || ++doubts > DOUBTS)) {
      return;
    }
    left.forEach(member => signalTo(member, 'SIGKILL'));
    await new Promise(done => setTimeout(done, left.length > 0 ? PAUSE_MS : 1));
  }
}

function leftoversOf(
  pid: number | null,
  attempt: string
): { readonly left: readonly number[]; readonly isSure: boolean } {
  const table = processTable();
  const { marked, isSure } = markedWith(`${MARK}=${attempt}\0`, table);
  const doomed = new Set(marked);
  if (pid !== null) {
    familyOf(pid, table).forEach(member => doomed.add(member));
  }
  const left = table
    .map(entry => entry.pid)
    .filter(member => doomed.has(member) && member !== process.pid);
  return { left, isSure };
}
