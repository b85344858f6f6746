import type { FileAccess, World } from '../replay/world';
import type { FileUse } from '../types';

/** The files that a step reads, each with the step that wrote it last, in order of first use. */
export function filesOf({ files, steps }: World, step: number): FileUse[] {
  const found = new Map<string, FileUse>();
  files.forEach((access, i) => {
    const { key: path, mode } = access;
    const isRead = mode === 'read' || mode === 'list' || mode === 'append';
    if (access.step !== step || !isRead || found.has(path)) {
      return;
    }
    const writer = writerOf(files.slice(0, i), path);
    const isOwn = writer?.step === step;
    if (!isOwn && (writer || mode !== 'append')) {
      const from = writer ? (steps[writer.step]?.name ?? null) : null;
      found.set(path, { path, from });
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
