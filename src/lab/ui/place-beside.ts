const GAP = 6;
const MARGIN = 8;

/** As `placeAt`, for what an element takes up. */
export function placeBeside(node: HTMLElement, anchor: HTMLElement): void {
  const isRtl = getComputedStyle(anchor).direction === 'rtl';
  placeAt(node, anchor.getBoundingClientRect(), isRtl);
}

/**
 * Puts a fixed element under a part of the window; where there is no room above it, and where
 * there is none either as near as the window allows.
 */
export function placeAt(node: HTMLElement, at: DOMRect, isRtl: boolean): void {
  const { width, height } = node.getBoundingClientRect();
  const right = window.innerWidth - width - MARGIN;
  const bottom = window.innerHeight - height - MARGIN;
  const below = at.bottom + GAP;
  const above = at.top - GAP - height;
  const top = below <= bottom || above < MARGIN ? below : above;
  const left = isRtl ? at.right - width : at.left;
  node.style.left = `${Math.max(MARGIN, Math.min(left, right))}px`;
  node.style.top = `${Math.max(MARGIN, Math.min(top, bottom))}px`;
}
