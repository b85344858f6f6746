import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** A process as the system's table shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

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

/** All processes that this user can see. */
export function processTable(): ProcessEntry[] {
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

/** Processes that were started with this text in their environment; Linux only. */
export function markedWith(
  text: string,
  table: readonly ProcessEntry[]
): number[] {
  return table
    .map(({ pid }) => pid)
    .filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(text);
      } catch {
        return false;
      }
    });
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

function tableOfProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const [, parent, group, session] = statOf(Number(name)).map(Number);
        return [{ pid: Number(name), parent, group, session } as ProcessEntry];
      } catch {
        return [];
      }
    });
}

function ps(options: string[]): string {
  return execFileSync('ps', options, { encoding: 'utf8' });
}

function tableOfPs(): ProcessEntry[] {
  return ps(['-axo', 'pid=,ppid=,pgid='])
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(fields => fields.length === 3)
    .map(([pid = 0, parent = 0, group = 0]) => ({
      pid,
      parent,
      group,
      session: 0
    }));
}
