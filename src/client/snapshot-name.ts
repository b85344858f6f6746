/**
 * A name for a snapshot that is about to be taken, as the store makes them: with it, a request of
 * which nobody heard the end can be made again, and takes no second one.
 */
export function nameOfNew(): string {
  const time = new Date().toISOString().replace(/[-:.]/g, '');
  const chance = Math.random().toString(16).slice(2, 10);
  return `${time}-${chance.padEnd(8, '0')}`;
}
