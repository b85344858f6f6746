import type { Activation } from './calls/activation';
import { change } from './values/changes';
import { fillSlot } from './heap/marks';
import { hold } from './heap/holding';
import { type Item } from './heap/heap';
import { itemsOf } from './heap/objects';
import { type Abstract } from './heap/values';
import { NOTHING } from './heap/sets';
import type { World } from './world';

function frameWith(w: World, act: Activation, name: string): Item | undefined {
  const frames = itemsOf(w.heap, act.frames);
  return frames.find(frame => frame.slots.has(name));
}

/** A local name of a function that functions inside it see gets a value. */
export function setSlot(
  w: World,
  act: Activation,
  name: string,
  value: Abstract,
  isOuter: boolean
): void {
  const [own] = itemsOf(w.heap, act.frames);
  const frame = isOuter ? frameWith(w, act, name) : own;
  if (!frame) {
    return;
  }
  fillSlot(w.heap, frame, name, value.objects);
  hold(w.heap, [frame.id], value.objects);
  if (isOuter) {
    change(w, [frame.id], w.site);
  }
}

/** The value of a local name of a function around this one. */
export function captured(w: World, act: Activation, name: string): Abstract {
  const frame = frameWith(w, act, name);
  return { objects: frame?.slots.get(name) ?? NOTHING, text: null };
}
