import { execFileSync } from 'node:child_process';

/** Command lines of living processes that contain a text. */
export function processesWith(text: string): string[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,stat=,args='], {
    encoding: 'utf8'
  })
    .split('\n')
    .filter(line => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}
