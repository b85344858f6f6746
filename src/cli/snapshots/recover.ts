import type { Recovery, RecoveryChoice } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { interruptedOpening } from '../../engine/messages';
import { isUnsettled } from '../../engine/snapshots/opening/interruptions';
import { EXIT } from '../exit';
import { printJson, printResult } from '../printing';
import { follow, inFolder, type Output } from './session';
import * as texts from './texts';

/**
 * `kalette snapshot recover [--finish | --back | --leave]`: decides about openings that were
 * interrupted and in whose folders something was changed since; without a choice, shows them.
 */
export function recoverSnapshots(
  engine: EngineOptions,
  choice: RecoveryChoice | null,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async here => {
    const { client, scope } = here;
    const recovered =
      choice === null
        ? (await client.snapshots.usage(scope)).recovered
        : await follow<readonly Recovery[]>(here, () =>
            client.snapshots.recover(scope, choice)
          );
    if (output.json) {
      printJson({ version: 1, recovered });
    } else if (recovered.length === 0) {
      printResult(texts.nothingInterrupted());
    } else {
      recovered.forEach(item => printResult(interruptedOpening(item)));
    }
    return recovered.some(isUnsettled) ? EXIT.failed : EXIT.done;
  });
}
