/**
 * Ends the program with this exit code, once what it printed has been read. A pipe takes 64 KiB
 * at once; without waiting, the rest of a long document would be lost when its reader is slow.
 */
export async function leave(code: number): Promise<never> {
  await Promise.all([process.stdout, process.stderr].map(drained));
  process.exit(code);
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  // Also when the reader went away: then the callback is given the error.
  return new Promise(resolve => stream.write('', () => resolve()));
}
