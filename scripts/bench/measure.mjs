/** Runs `action` several times and returns the least and the median, in milliseconds. */
export async function measure(times, action) {
  const taken = [];
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    await action(i);
    taken.push(performance.now() - begin);
  }
  taken.sort((a, b) => a - b);
  return { least: taken[0], median: taken[Math.floor(taken.length / 2)] };
}

/** One line of the table. */
export function row(what, { least, median }, note = '') {
  const figures = `${median.toFixed(1)} ms (least ${least.toFixed(1)})`;
  console.log(`  ${what.padEnd(46)} ${figures.padEnd(28)} ${note}`);
}
