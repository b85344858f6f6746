import type { Withdrawn } from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { EXIT, UsageError } from '../exit';
import { printJson, printResult, tell, visible } from '../printing';
import { remoteGiven, snapshotGiven } from './given';
import { follow, type Here, inFolder, type Output } from './session';
import * as texts from './path-texts';
import { withdrawn } from './withdraw-texts';

/** `kalette snapshot publish URL REMOTE [--with-secrets]`. */
export function publishSnapshot(
  engine: EngineOptions,
  id: string,
  remote: string,
  options: Output & { readonly withSecrets?: boolean }
): Promise<number> {
  const { json, withSecrets: secrets = false } = options;
  const there = remoteGiven(remote);
  const wanted = snapshotGiven(id);
  return inFolder(engine, '.', async here => {
    await tellSecrets(here, wanted, secrets);
    const { url } = await follow<{ url: string }>(here, () =>
      here.client.snapshots.publish(here.scope, wanted, there, { secrets })
    );
    if (json) {
      printJson({ version: 1, url });
    } else {
      printResult(url);
    }
    return EXIT.done;
  });
}

/** `kalette snapshot remove ID --from REMOTE`. */
export function withdrawSnapshot(
  engine: EngineOptions,
  id: string,
  remote: string,
  { json }: Output
): Promise<number> {
  const there = remoteGiven(remote);
  const wanted = snapshotGiven(id);
  return inFolder(engine, '.', async here => {
    const done = await follow<Withdrawn>(here, () =>
      here.client.snapshots.withdraw(here.scope, wanted, there)
    );
    if (json) {
      printJson({ version: 1, withdrawn: done });
    } else {
      tell(withdrawn(done));
    }
    return EXIT.done;
  });
}

/** Names what looks like a secret, and goes no further where that was not agreed to. */
async function tellSecrets(
  { client, scope }: Here,
  id: string,
  isAllowed: boolean
): Promise<void> {
  const { paths, more } = await client.snapshots.secrets(scope, id);
  if (paths.length === 0) {
    return;
  }
  const list = texts.secretsInIt(paths.map(visible), more);
  if (!isAllowed) {
    throw new UsageError(`${list}\n${texts.secretsNotSent()}`);
  }
  tell(list);
}
