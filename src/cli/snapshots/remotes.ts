import type {
  Polled,
  SnapshotSummary,
  Subscription
} from '../../core/api/types';
import type { EngineOptions } from '../../engine/engine';
import { EXIT } from '../exit';
import { keyGiven, linkGiven, remoteGiven } from './given';
import { printJson, printResult, table, tell } from '../printing';
import { follow, glance, inFolder, type Output } from './session';
import * as texts from './texts';

/** `kalette snapshot fetch URL`. */
export function fetchSnapshot(
  engine: EngineOptions,
  url: string,
  output: Output
): Promise<number> {
  const link = linkGiven(url);
  return inFolder(engine, '.', async here => {
    const snapshot = await follow<SnapshotSummary>(here, () =>
      here.client.snapshots.fetch(here.scope, link)
    );
    if (output.json) {
      printJson({ version: 1, snapshot });
    } else {
      printResult(snapshot.url);
    }
    return EXIT.done;
  });
}

/** `kalette snapshot subscribe REMOTE BUCKET`. */
export function subscribe(
  engine: EngineOptions,
  remote: string,
  bucket: string,
  output: Output
): Promise<number> {
  return inFolder(engine, '.', async here => {
    const { client, scope } = here;
    const subscription = await follow<Subscription>(here, () =>
      client.snapshots.subscribe(scope, remoteGiven(remote), bucket)
    );
    if (output.json) {
      printJson({ version: 1, subscription });
    } else {
      printResult(subscriptionText(subscription));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot unsubscribe REMOTE BUCKET`. */
export function unsubscribe(
  engine: EngineOptions,
  remote: string,
  bucket: string,
  output: Output
): Promise<number> {
  return glance(engine, '.', async ({ client, scope }) => {
    const there = remoteGiven(remote);
    await client.snapshots.unsubscribe(scope, there, bucket);
    if (output.json) {
      printJson({ version: 1, unsubscribed: { remote: there, bucket } });
    } else {
      tell(texts.unsubscribed(remote, bucket));
    }
    return EXIT.done;
  });
}

/** `kalette snapshot subscriptions [--poll]`: as they were last seen, or as they are. */
export function listSubscriptions(
  engine: EngineOptions,
  options: Output & { readonly poll?: boolean }
): Promise<number> {
  return inFolder(engine, '.', async here => {
    const { client, scope } = here;
    const polled = options.poll
      ? await follow<readonly Polled[]>(here, () =>
          client.snapshots.poll(scope)
        )
      : (await client.snapshots.subscriptions(scope)).map(unpolled);
    const isWhole = polled.every(({ problem }) => problem === null);
    if (options.json) {
      printJson({ version: 1, subscriptions: polled });
    } else {
      polled.forEach(({ subscription, problem }) => {
        if (problem !== null) {
          tell(texts.notLookedAt(subscription, problem));
        }
      });
      printResult(
        polled.length === 0
          ? texts.noSubscriptions()
          : polled.map(subscriptionsText).join('\n\n')
      );
    }
    return isWhole ? EXIT.done : EXIT.environment;
  });
}

/** `kalette snapshot trust KEY NAME`. */
export function trustKey(
  engine: EngineOptions,
  key: string,
  name: string,
  output: Output
): Promise<number> {
  const digits = keyGiven(key);
  return glance(engine, '.', async ({ client }) => {
    await client.snapshots.trust(digits, name);
    if (output.json) {
      printJson({ version: 1, trusted: { key: digits, name } });
    } else {
      tell(texts.trusted(name));
    }
    return EXIT.done;
  });
}

function unpolled(subscription: Subscription): Polled {
  return { subscription, added: [], removed: [], problem: null };
}

function subscriptionsText({ subscription, added, removed }: Polled): string {
  return [
    subscriptionText(subscription, added),
    ...removed.map(name => `-  ${name}`)
  ].join('\n');
}

function subscriptionText(
  subscription: Subscription,
  added: readonly string[] = []
): string {
  const rows = subscription.snapshots.map(({ name, url, isHere }) => [
    added.includes(name) ? `+ ${name}` : name,
    isHere ? 'yes' : 'no',
    url
  ]);
  return [
    texts.subscriptionHead(subscription),
    table(['name', 'here', 'url'], rows)
  ].join('\n');
}
