// What the commands say of files that look like secrets, and of links that lead away.

/** So many of the paths are named. */
const NAMED = 20;

const pathList = (paths: readonly string[], more: number) => {
  const shown = paths.slice(0, NAMED);
  const others = paths.length - shown.length + more;
  return [
    ...shown.map(path => `  ${path}`),
    ...(others > 0 ? [`  and ${others} more`] : [])
  ].join('\n');
};

export const secretsInIt = (paths: readonly string[], more: number) =>
  `It holds what looks like a secret:\n${pathList(paths, more)}`;

export const secretsGone = (paths: readonly string[]) =>
  `Removed or written over, though it looks like a secret; the snapshot of how it was before has it:\n${pathList(paths, 0)}`;

export const linksLeftOut = (paths: readonly string[]) =>
  `${paths.length === 1 ? 'A link was left out, as it points' : `${paths.length} links were left out, as they point`} outside the folder:\n${pathList(paths, 0)}`;

export const secretsNotSent = () =>
  'Nothing was sent. What is published cannot be taken back: say --with-secrets if that is meant, or publish a snapshot without them.';
