import type { Diagnostic } from '../../diagnostic';
import { circularTag, unknownStep } from '../../messages/tags';
import type { Notebook, PrevTag } from '../../notebook/types';
import { similarWord } from '../../similar-words';
import type { World } from '../replay/world';

/** For each step, the steps that its `prev:` tags name and that stand above it. */
export type TagOrder = readonly ReadonlySet<number>[];

/** Read the `prev:` tags. Those of unknown steps and of steps below are reported. */
export function readTags(w: World, diagnostics: Diagnostic[]): TagOrder {
  const { steps: declared } = w.notebook;
  const numbers = new Map(declared.map(({ name }, i) => [name, i]));
  const order = w.steps.map(() => new Set<number>());
  declared.forEach(({ name, prev }, index) => {
    for (const tag of prev) {
      const number = numbers.get(tag.step);
      const where = whereOfTag(w.notebook, tag);
      if (number === undefined) {
        const similar = similarWord(tag.step, numbers.keys());
        diagnostics.push(unknownStep(where, tag.tag, tag.step, similar));
      } else if (number >= index) {
        diagnostics.push(
          circularTag(where, tag.tag, circle(declared, index, number, name))
        );
      } else {
        order[index]?.add(number);
      }
    }
  });
  return order;
}

/** The way from a step through the one it names back to itself, by tags or notebook order. */
function circle(
  declared: Notebook['steps'],
  from: number,
  to: number,
  name: string
): string[] {
  if (from === to) {
    return [name, name];
  }
  const parents = new Map<number, number>([[to, from]]);
  const waiting = [to];
  for (const step of waiting) {
    for (const { step: next } of declared[step]?.prev ?? []) {
      const number = declared.findIndex(item => item.name === next);
      if (number === from) {
        return path(declared, parents, step, from);
      }
      if (number >= 0 && !parents.has(number)) {
        parents.set(number, step);
        waiting.push(number);
      }
    }
  }
  return path(declared, parents, to, from);
}

function path(
  declared: Notebook['steps'],
  parents: ReadonlyMap<number, number>,
  last: number,
  from: number
): string[] {
  const way = [from];
  for (
    let step: number | undefined = last;
    step !== undefined && step !== from;
    step = parents.get(step)
  ) {
    way.push(step);
  }
  return [...way, from].map(step => declared[step]?.name ?? '');
}

function whereOfTag({ cells }: Notebook, { cell: id }: PrevTag) {
  const found = cells.find(({ cell }) => cell.id === id);
  return { cell: id, index: found?.cell.index ?? 0 };
}
