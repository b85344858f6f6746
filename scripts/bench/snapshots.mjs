import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Times snapshots beside restic and cp -a; see the script for the sizes that can be chosen. */
export function snapshotsBench() {
  const script = fileURLToPath(new URL('snapshots.py', import.meta.url));
  execFileSync('python', [script], { stdio: 'inherit' });
}
