import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process as the system's table shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

// States of a process that is no more, though it is still listed.
const ENDED = /^[ZX]/;

/** When a process began, in the system's own words; with the pid it is never reused in one boot. */
export function startOf(pid: number): string | null {
  try {
    return process.platform === 'linux'
      ? (statOf(pid)[19] ?? null)
      : ps(['-o', 'lstart=', '-p', String(pid)]).trim() || null;
  } catch {
    return null;
  }
}

/** Name of this boot of the machine. */
export function bootId(): string {
  try {
    return process.platform === 'linux'
      ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
      : execFileSync('sysctl', ['-n', 'kern.boottime'], {
          encoding: 'utf8'
        }).trim();
  } catch {
    return 'unknown';
  }
}

/** The living processes that this user can see. */
export interface ProcessTable {
  readonly entries: readonly ProcessEntry[];
  /** False when some ended while the table was read: what they started may be missing. */
  readonly isWhole: boolean;
}

/** All processes but those that have ended and only wait to be reaped. */
export function processTable(): ProcessTable {
  return process.platform === 'linux' ? tableOfProc() : tableOfPs();
}

/** Everything below `root` in the table, and everything in its group or session. */
export function familyOf(
  root: number,
  table: readonly ProcessEntry[]
): Set<number> {
  const family = new Set([root]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const { pid, parent, group, session } of table) {
      if (family.has(parent) || group === root || session === root) {
        family.add(pid);
      }
    }
  }
  return family;
}

/**
 * Processes that were started with this text in their environment; Linux only. `isSure` is false
 * when one shows no environment at all, as it does for a moment while it becomes another program.
 */
export function markedWith(
  text: string,
  table: readonly ProcessEntry[]
): { readonly marked: readonly number[]; readonly isSure: boolean } {
  const marked: number[] = [];
  let isSure = true;
  for (const { pid } of table) {
    const environment = environmentOf(pid);
    isSure &&= environment !== '';
    if (environment?.includes(text)) {
      marked.push(pid);
    }
  }
  return { marked, isSure };
}

/** Sends a signal; a process that is gone already is no error. */
export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone, or not ours any more.
  }
}

// Fields from the state on: the name before it may hold blanks and brackets.
function statOf(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function environmentOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return null;
  }
}

function tableOfProc(): ProcessTable {
  const entries: ProcessEntry[] = [];
  let isWhole = true;
  for (const name of readdirSync('/proc').filter(item => /^\d+$/.test(item))) {
    try {
      const [state, ...fields] = statOf(Number(name));
      const [parent = 0, group = 0, session = 0] = fields.map(Number);
      // Threads of the kernel have no session; everything that we start has.
      if (!ENDED.test(state ?? '') && session !== 0) {
        entries.push({ pid: Number(name), parent, group, session });
      }
    } catch {
      isWhole = false;
    }
  }
  return { entries, isWhole };
}

function ps(options: string[]): string {
  return execFileSync('ps', options, { encoding: 'utf8' });
}

function tableOfPs(): ProcessTable {
  const entries = ps(['-axo', 'stat=,pid=,ppid=,pgid='])
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([state, ...rest]) => rest.length === 3 && !ENDED.test(state ?? ''))
    .map(([, ...rest]) => rest.map(Number))
    .map(([pid = 0, parent = 0, group = 0]) => ({
      pid,
      parent,
      group,
      session: 0
    }));
  return { entries, isWhole: true };
}
