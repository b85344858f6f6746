const wanted = /^([\w.]+):(\d+)$/.exec(process.env.KALETTE_CRASH_POINT ?? '');
let passed = 0;

/**
 * Marks a durable action. The crash tests name a point and its occurrence in
 * `KALETTE_CRASH_POINT` (`object.rename:2`), and the process is killed there as a power
 * switch would: no handler runs.
 */
export function passPoint(name: string): void {
  if (wanted && name === wanted[1] && ++passed === Number(wanted[2])) {
    process.kill(process.pid, 'SIGKILL');
  }
}
