import { mapsFile } from '../../library/functions';
import type { Call } from './calls';

/** True for a call that maps a file into memory, to be changed there. */
export function isMapping(path: string, { args }: Pick<Call, 'args'>): boolean {
  const at = path === 'numpy.memmap' ? 2 : 1;
  const mode = args.find(
    ({ name }, i) =>
      name === 'mode' || name === 'mmap_mode' || (name === null && i === at)
  );
  return mapsFile(path, mode?.value.text ?? null, mode !== undefined);
}
