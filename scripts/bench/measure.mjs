// What the thread has had of the processor so far, in milliseconds; older versions of Node do not say.
function ofProcessor() {
  const { user, system } = process.threadCpuUsage?.() ?? {
    user: NaN,
    system: NaN
  };
  return (user + system) / 1000;
}

/**
 * Runs `action` several times and returns the least and the median, in milliseconds, and what the
 * thread had of the processor in one of them on average: the same also on a busy machine.
 */
export async function measure(times, action) {
  const taken = [];
  const before = ofProcessor();
  for (let i = 0; i < times; i++) {
    const begin = performance.now();
    await action(i);
    taken.push(performance.now() - begin);
  }
  const processor = (ofProcessor() - before) / times;
  taken.sort((a, b) => a - b);
  const median = taken[Math.floor(taken.length / 2)];
  return { least: taken[0], median, processor };
}

/** As a note: how much of the processor one run took. */
export function processorNote({ processor }) {
  return Number.isNaN(processor)
    ? ''
    : `${processor.toFixed(1)} ms of the processor`;
}

/** One line of the table. */
export function row(what, { least, median }, note = '') {
  const figures = `${median.toFixed(1)} ms (least ${least.toFixed(1)})`;
  console.log(`  ${what.padEnd(46)} ${figures.padEnd(28)} ${note}`);
}
