import { remember } from './remember';
import { stateOfCall, type StateKey } from './state';

const DIFFERING =
  /^(?:uuid\.uuid[14]|(?:datetime\.)?datetime\.(?:now|utcnow|today)|datetime\.date\.today|pandas\.Timestamp\.(?:now|utcnow|today)|time\.(?:time|time_ns|perf_counter|perf_counter_ns|monotonic|monotonic_ns|process_time|process_time_ns)|os\.(?:getpid|getppid|urandom)|secrets\.\w+|tempfile\.(?:mkdtemp|mkstemp|mktemp|TemporaryDirectory|NamedTemporaryFile|TemporaryFile)|random\.SystemRandom(?:\.\w+)?)$/;

/** Functions that tell the present time only as long as nobody gives them another one. */
const PRESENT: ReadonlyMap<string, number> = new Map([
  ['time.strftime', 1],
  ['time.ctime', 0],
  ['time.asctime', 0],
  ['time.localtime', 0],
  ['time.gmtime', 0],
  ['numpy.random.default_rng', 0],
  ['numpy.random.RandomState', 0],
  ['random.Random', 0]
]);

const differs = remember(path => DIFFERING.test(path));

/** True for a call of which some may have another value in each process. */
export function mayGiveOther(path: string): boolean {
  return PRESENT.has(path) || differs(path);
}

/** True for a call with so many arguments whose value is another one in each process. */
export function givesOther(path: string, passed: number): boolean {
  const most = PRESENT.get(path);
  return most === undefined ? differs(path) : passed <= most;
}

/** The generator that a call draws a value from, which a seed makes the same each time. */
export const generatorOf = remember((path): StateKey | null => {
  const draws = stateOfCall(path, false).find(
    ({ key, mode }) => mode === 'write' && key.startsWith('rng:')
  );
  // Layers draw, but so do not losses and other things that are in the same places.
  return draws && !/\.(?:nn|layers)\./.test(path) ? draws.key : null;
});
