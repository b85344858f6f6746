const GAP = 6;
const MARGIN = 8;

/** Where a part of the window begins and ends. */
type Edges = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** As `placeAt`, for what an element takes up. */
export function placeBeside(node: HTMLElement, anchor: HTMLElement): void {
  const isRtl = getComputedStyle(anchor).direction === 'rtl';
  placeAt(node, anchor.getBoundingClientRect(), isRtl);
}

/**
 * Puts a fixed element under a part of the window; where there is no room above it, and where
 * there is none either as near as the window allows.
 */
export function placeAt(node: HTMLElement, at: Edges, isRtl: boolean): void {
  const { width, height } = node.getBoundingClientRect();
  const { above, below } = roomAt(at);
  const top = below >= height || above < height ? under(at) : over(at, height);
  const bottom = window.innerHeight - height - MARGIN;
  node.style.left = `${leftOf(at, width, isRtl)}px`;
  node.style.top = `${Math.max(MARGIN, Math.min(top, bottom))}px`;
}

/**
 * Puts a fixed element at an anchor, above or below what is not to be covered where one of the
 * sides has room for it; else as `placeBeside`.
 */
export function placeAround(
  node: HTMLElement,
  anchor: HTMLElement,
  uncovered: HTMLElement
): void {
  const [at, clear] = [anchor, uncovered].map(one =>
    one.getBoundingClientRect()
  );
  const top = Math.min(at.top, clear.top);
  const bottom = Math.max(at.bottom, clear.bottom);
  const whole = { left: at.left, right: at.right, top, bottom };
  const { above, below } = roomAt(whole);
  const { height } = node.getBoundingClientRect();
  if (height > above && height > below) {
    placeBeside(node, anchor);
  } else {
    const isRtl = getComputedStyle(anchor).direction === 'rtl';
    placeAt(node, whole, isRtl);
  }
}

/** Which side of something is better, where both have room. */
export type Side = 'above' | 'below';

/**
 * Puts a fixed element above or below a part of the window, and never over it: where neither
 * side has room, it gets as high as the larger one allows, and has to be scrolled.
 */
export function placeClear(
  node: HTMLElement,
  at: DOMRect,
  isRtl: boolean,
  better: Side = 'below'
): void {
  node.style.maxBlockSize = '';
  const { width, height: wanted } = node.getBoundingClientRect();
  const room = roomAt(at);
  const other = better === 'below' ? 'above' : 'below';
  const isBetter = room[better] >= wanted || room[better] >= room[other];
  const side = isBetter ? better : other;
  const height = Math.min(wanted, Math.max(room[side], LEAST));
  const top = side === 'below' ? under(at) : over(at, height);
  const bottom = window.innerHeight - height - MARGIN;
  node.style.maxBlockSize = height < wanted ? `${height}px` : '';
  node.style.left = `${leftOf(at, width, isRtl)}px`;
  node.style.top = `${Math.max(MARGIN, Math.min(top, bottom))}px`;
}

/** What has less room than this could not be read, in pixels. */
const LEAST = 60;

/** How high something over and under a part of the window may be. */
function roomAt({ top, bottom }: Edges): Readonly<Record<Side, number>> {
  return {
    above: top - GAP - MARGIN,
    below: window.innerHeight - MARGIN - bottom - GAP
  };
}

function under({ bottom }: Edges): number {
  return bottom + GAP;
}

function over({ top }: Edges, height: number): number {
  return top - GAP - height;
}

function leftOf(at: Edges, width: number, isRtl: boolean): number {
  const most = window.innerWidth - width - MARGIN;
  return Math.max(MARGIN, Math.min(isRtl ? at.right - width : at.left, most));
}
