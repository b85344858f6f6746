import { familyOf, markedWith, processTable, signalTo } from './processes';

/** Environment variable that marks every process of an attempt. */
export const MARK = 'KALETTE_ATTEMPT';

/**
 * Kills what an attempt left behind: its group, its session, its descendants, and daemons
 * that changed all three but still carry the mark in their environment (Linux).
 */
export function killLeftovers(pid: number | null, attempt: string): void {
  const table = processTable();
  const doomed = new Set(markedWith(`${MARK}=${attempt}\0`, table));
  if (pid !== null) {
    familyOf(pid, table).forEach(member => doomed.add(member));
  }
  doomed.delete(process.pid);
  const alive = new Set(table.map(entry => entry.pid));
  doomed.forEach(member => {
    if (alive.has(member)) {
      signalTo(member, 'SIGKILL');
    }
  });
}
