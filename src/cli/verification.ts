import type { Difference, Verification } from '../engine/verify/types';
import { colors, printResult, tell } from './printing';
import * as texts from './texts';

/** Writes what was compared, and each difference at its cell. */
export function tellVerification(path: string, found: Verification): void {
  const { differences, varying, error } = found;
  if (error !== null) {
    tell(texts.notebookRaises(path, error));
  }
  for (const one of varying) {
    tell(`${placeOf(path, one)}: ${texts.varies(one)}`);
  }
  for (const one of differences) {
    tell(`${placeOf(path, one)}: ${colors.red(texts.differs(one))}`);
    tell(`  ${texts.inNotebook()}: ${shown(one.notebook)}`);
    tell(`  ${texts.inPipeline()}: ${shown(one.pipeline)}`);
  }
  printResult(
    differences.length === 0
      ? texts.sameAsNotebook(found.compared, varying.length)
      : texts.notSame(differences.length)
  );
}

function placeOf(path: string, { cell }: Difference): string {
  return cell === null ? path : `${path}:cell ${cell + 1}`;
}

const WIDTH = 200;

function shown(text: string | null): string {
  if (text === null) {
    return texts.nothing();
  }
  const line = JSON.stringify(text).slice(1, -1);
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1)}…` : line;
}
