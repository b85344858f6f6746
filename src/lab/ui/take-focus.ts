const GIVEN_BACK = 150;

/**
 * Puts the keyboard into an element that a command brought up. The palette of commands gives
 * the keyboard back to the document after its command, so the element takes it once more
 * if by then it is nowhere in `around`. Returns what calls that off.
 */
export function takeFocus(element: HTMLElement, around = element): () => void {
  element.focus();
  const timer = setTimeout(() => {
    if (!around.contains(document.activeElement)) {
      element.focus();
    }
  }, GIVEN_BACK);
  return () => clearTimeout(timer);
}
