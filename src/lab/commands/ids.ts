/** Ids of the commands, in the words of the menus. */
export namespace CommandIDs {
  export const togglePanel = 'kalette:toggle-panel';

  export const run = 'kalette:run';
  export const runToCell = 'kalette:run-to-cell';
  /** Opens the form; the run itself is started with arguments of `run`. */
  export const runWithParameters = 'kalette:run-with-parameters';
  export const stopRun = 'kalette:stop-run';
  export const resume = 'kalette:resume';
  export const checkEngine = 'kalette:check-engine';

  export const tagEdit = 'kalette:tag-edit';
  export const tag = 'kalette:tag';
  export const untag = 'kalette:untag';

  export const nextProblem = 'kalette:next-problem';
  export const previousProblem = 'kalette:previous-problem';
  export const nextStep = 'kalette:next-step';
  export const previousStep = 'kalette:previous-step';
  export const applyFix = 'kalette:apply-fix';
  export const explain = 'kalette:explain';
  export const showVariables = 'kalette:show-variables';
  export const goToCell = 'kalette:go-to-cell';

  export const showView = 'kalette:show-view';
  export const takeSnapshot = 'kalette:take-snapshot';
  /** Asks for consent; opens nothing by itself. */
  export const openSnapshot = 'kalette:open-snapshot';
  export const copySnapshotUrl = 'kalette:copy-snapshot-url';
  /** The page of one snapshot. */
  export const showSnapshot = 'kalette:show-snapshot';
  export const keepSnapshot = 'kalette:keep-snapshot';
  export const publishSnapshot = 'kalette:publish-snapshot';
  export const removeSnapshot = 'kalette:remove-snapshot';
  export const freeRoom = 'kalette:free-snapshot-room';

  export const openStep = 'kalette:open-step';
  export const exportKfp = 'kalette:export';
  export const openExample = 'kalette:open-example';
}
