import { onlyReads } from '../library/files';
import type { FileAccess, World } from '../replay/world';
import type { FileUse } from '../types';

/** The files that a step reads, each with the step that wrote it last, in order of first use. */
export function filesOf({ files, steps }: World, step: number): FileUse[] {
  const found = new Map<string, FileUse>();
  files.forEach((access, i) => {
    const { key: path, mode } = access;
    const isRead = onlyReads(mode) || mode === 'append';
    if (access.step !== step || !isRead) {
      return;
    }
    const isOptional = mode === 'probe' || !access.isSure;
    const known = found.get(path);
    if (known) {
      const { optional: _optional, ...needed } = known;
      found.set(path, isOptional ? known : needed);
      return;
    }
    const writer = writerOf(files.slice(0, i), path);
    const isOwn = writer?.step === step;
    if (!isOwn && (writer || mode !== 'append')) {
      const from = writer ? (steps[writer.step]?.name ?? null) : null;
      found.set(path, {
        path,
        from,
        ...(isOptional ? { optional: true } : {})
      });
    }
  });
  return [...found.values()];
}

function writerOf(
  before: readonly FileAccess[],
  path: string
): FileAccess | undefined {
  return before
    .filter(
      ({ key, mode }) => key === path && (mode === 'write' || mode === 'append')
    )
    .at(-1);
}
