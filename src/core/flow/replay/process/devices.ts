import { addTo } from '../heap/journal';
import { type Item } from '../heap/heap';
import { itemsOf } from '../heap/objects';
import type { Call } from '../calls/calls';
import type { World } from '../world';

/** Something is moved to another device than the processor; it stays there when it is kept. */
export function noteDevice(
  w: World,
  item: Item,
  method: string,
  { args }: Call
): void {
  const isMoved =
    method === 'cuda' ||
    (method === 'to' &&
      args.some(
        ({ value: { text, objects } }) =>
          /^(?:cuda|mps|xpu)/.test(text ?? '') ||
          itemsOf(w.heap, objects).some(({ path }) => path === 'torch.device')
      ));
  if (isMoved) {
    addTo(w.heap, w.onDevice, item.id);
  }
}
