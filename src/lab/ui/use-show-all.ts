import * as React from 'react';

interface IShowAll<T> {
  readonly shown: readonly T[];
  readonly showAll: () => void;
  /** For the list whose children the items are. */
  readonly list: React.RefObject<HTMLUListElement>;
}

/**
 * The first of many items until all are asked for. The button that asks goes then: the keyboard
 * goes on with the first of those that came, and not to nowhere, where a dialog hears no key.
 */
export function useShowAll<T>(items: readonly T[], limit: number): IShowAll<T> {
  const list = React.useRef<HTMLUListElement>(null);
  const [isWhole, setWhole] = React.useState(false);
  React.useEffect(() => {
    const next = isWhole ? list.current?.children[limit] : undefined;
    if (next instanceof HTMLElement) {
      next.tabIndex = -1;
      (next.querySelector('button') ?? next).focus();
    }
  }, [isWhole, limit]);
  return {
    shown: isWhole ? items : items.slice(0, limit),
    showAll: () => setWhole(true),
    list
  };
}
