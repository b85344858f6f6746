/** What the command line says by itself; diagnostics and problems bring their own texts. */

export const filesChanged = (count: number, folder: string) =>
  `${count === 1 ? '1 file was' : `${count} files were`} written by the run, in ${folder}. The workspace itself is unchanged.`;

export const notAnOption = (text: string) =>
  `-p ${text}: write it as NAME=VALUE.`;

export const wrongValue = (
  name: string,
  text: string,
  type: string,
  cell: number | null
) =>
  `-p ${name}=${text}: parameter ${name} is of type ${type}${cell === null ? '' : `, set in cell ${cell + 1}`}.`;

export const unknownParameter = (name: string, known: readonly string[]) =>
  `-p ${name}: the notebook has no such parameter. ${known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has none.'}`;

export const notWritten = (file: string, why: string) =>
  `-o ${file}: the file cannot be written: ${why}.`;

export const unknownTarget = (name: string, known: readonly string[]) =>
  `--target ${name}: there is no such target. Choose one of: ${known.join(', ')}.`;

export const ambiguousRun = (text: string) =>
  `${text} stands for several runs; give more of the id.`;

export const noSuchRun = (text: string) =>
  `There is no run ${text}. See: kalette runs list.`;

export const noRuns = () => 'No runs yet.';

export const interrupting = () =>
  'Cancelling the run; press Ctrl-C again to leave at once.';

export const tokenMissing = (variable: string) =>
  `serve needs its token in the variable ${variable}.`;

export const unexpected = (detail: string) =>
  `Something went wrong that should not: ${detail}`;
