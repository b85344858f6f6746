/** What a fix does, in the words of its button or menu item. */
export const fixTitles = {
  ownStep: (name: string): string => `Make it a step of its own, ${name}`,
  moveUp: (step: string): string => `Move up to the other cells of ${step}`,
  moveToStep: (step: string): string => `Move it to step ${step}`,
  moveAboveSteps: (): string => 'Move the cell above the steps',
  moveAbove: (cell: number): string => `Move cell ${cell} up`,
  mergeSteps: (earlier: string, later: string): string =>
    `Merge step ${later} into ${earlier}`,
  makeParameter: (name: string): string => `Make ${name} a parameter`,
  defineBefore: (name: string): string => `Set ${name} = None before`,
  /** Says that it is more than a repair: the view was one in the notebook too. */
  copyView: (view: string): string =>
    `Make ${view} a copy, which changes what the notebook computes`,
  seedIn: (step: string): string => `Set the seed in ${step}`,
  seed: (): string => 'Set a seed',
  repeatIn: (steps: readonly string[]): string =>
    `Repeat it in ${steps.join(', ')}`,
  nameResult: (name: string): string => `Name the result ${name}`,
  makeList: (): string => 'Make a list of it',
  rebuildIn: (step: string): string => `Make it again in ${step}`,
  importModule: (module: string): string => `Import from ${module}`,
  rename: (name: string, to: string): string => `Rename ${name} to ${to}`,
  keepValue: (name: string): string => `Do not delete ${name}`,
  changes: (name: string): string => `Note that it changes ${name}`,
  onlyReads: (name: string): string => `Note that it only reads ${name}`,
  remove: (name: string): string => `Remove ${name}`
} as const;
