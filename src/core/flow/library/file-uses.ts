/**
 * How a call touches a file; a `probe` only asks whether it is there, and a `make` leaves a
 * folder behind whether or not it was there before.
 */
export type FileMode =
  'read' | 'write' | 'append' | 'folder' | 'make' | 'list' | 'probe';

/** True for what leaves the file as it is. */
export function onlyReads(mode: FileMode): boolean {
  return mode === 'read' || mode === 'list' || mode === 'probe';
}

export interface FileUse {
  /** Position of the path among the arguments; -1 for the receiver. */
  readonly argument: number;
  readonly mode: FileMode;
  /** The keyword by which the path may be given instead. */
  readonly name?: string;
  /** The path may be a folder, which then has a file of the name of this argument's. */
  readonly under?: number;
}

/** What a call gives for a use, wherever it stands. */
export function givenFor<A extends { readonly name: string | null }>(
  args: readonly A[],
  { argument, name }: FileUse
): A | undefined {
  const named = args.find(arg => arg.name !== null && arg.name === name);
  const placed = args[argument];
  const isOther = name !== undefined && typeof placed?.name === 'string';
  return named ?? (isOther ? undefined : placed);
}
