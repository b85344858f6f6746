import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { codeOf } from '../failure';

/** A process as the system's table shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

// States of a process that is no more, though it is still listed.
const ENDED = /^[ZX]/;
const ROUNDS = 50;
// proc(5): the place of the flags after that of the parent, and PF_KTHREAD of linux/sched.h.
const FLAGS = 5;
const KERNEL_THREAD = 0x00200000;

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

/** The processes that this user can see, but for those that only wait to be reaped. */
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

/**
 * Processes that were started with this text in their environment; Linux only. `isSure` is false
 * when one has ended meanwhile, which may have started another, or shows no environment at all,
 * as it does for a moment while it becomes another program.
 */
export function markedWith(
  text: string,
  table: readonly ProcessEntry[]
): { readonly marked: readonly number[]; readonly isSure: boolean } {
  const marked: number[] = [];
  let isSure = true;
  for (const { pid } of table) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      isSure &&= environment !== '';
      if (environment.includes(text)) {
        marked.push(pid);
      }
    } catch (reason) {
      // That of other users cannot be read, and need not be.
      isSure &&= !['ENOENT', 'ESRCH'].includes(codeOf(reason));
    }
  }
  return { marked, isSure: isSure || process.platform !== 'linux' };
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
  const entries: ProcessEntry[] = [];
  const seen = new Set<string>();
  // One that ended while the list was read may have started another, which is not in the list.
  for (let round = 0, isWhole = false; !isWhole && round < ROUNDS; round++) {
    isWhole = true;
    for (const name of readdirSync('/proc').filter(isNumber)) {
      if (!seen.has(name)) {
        seen.add(name);
        const entry = entryOf(Number(name));
        isWhole &&= entry !== null;
        entries.push(...(entry ?? []));
      }
    }
  }
  return entries;
}

// Null when it has ended, reaped or not; empty for a thread of the kernel. Group and session are
// 0 in a container whose first process inherited them from outside, so they tell nothing of that.
function entryOf(pid: number): readonly ProcessEntry[] | null {
  try {
    const [state, ...fields] = statOf(pid);
    const [parent = 0, group = 0, session = 0] = fields.map(Number);
    if (ENDED.test(state ?? '')) {
      return null;
    }
    const isKernel = (Number(fields[FLAGS]) & KERNEL_THREAD) !== 0;
    return isKernel ? [] : [{ pid, parent, group, session }];
  } catch {
    return null;
  }
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name);
}

function ps(options: string[]): string {
  return execFileSync('ps', options, { encoding: 'utf8' });
}

function tableOfPs(): ProcessEntry[] {
  return ps(['-axo', 'stat=,pid=,ppid=,pgid='])
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
}
