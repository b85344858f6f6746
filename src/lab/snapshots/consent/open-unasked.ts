import { ConsentModel } from './consent-model';
import type { IConsentOptions } from './consent-state';

/**
 * Opens an own snapshot in place with all that is in it, where to ask would ask again what was
 * just answered; the kernel is left alone. Resolves to why it could not, else to `null`.
 */
export function openUnasked(
  options: Omit<IConsentOptions, 'to' | 'isFollowed'>
): Promise<string | null> {
  const model = new ConsentModel({ ...options, to: 'here', isFollowed: false });
  return open(model).finally(() => model.dispose());
}

async function open(model: ConsentModel): Promise<string | null> {
  await model.whenRead();
  const { inspection, phase } = model.state;
  const refused = inspection?.here.refused ?? null;
  if (phase === 'asking' && refused === null) {
    model.setResumed(false);
    model.setShown(false);
    await model.open('here', { isUnseen: true });
  }
  const { problem } = model.state;
  return refused ?? (problem ? (problem.detail ?? problem.title) : null);
}
