import { untilTouched } from './until-touched';

/** For so many milliseconds others may give the keyboard back to where it was. */
const HELD = 2_000;
/** Who insists more often than this gets it. */
const MOST = 3;

/**
 * Puts the keyboard into an element that a command brought up, and keeps it in `around` until
 * the person does something: the palette of commands, and a notebook that is still being opened,
 * take the keyboard for the document a little later. Returns what calls that off.
 */
export function takeFocus(element: HTMLElement, around = element): () => void {
  const off = untilTouched();
  const stop = (): void => off.abort();
  let taken = 0;
  const onFocus = (): void => {
    // Only after the event is it known where the keyboard went.
    setTimeout(() => {
      const isLost = !around.contains(document.activeElement);
      if (isLost && !off.signal.aborted && taken++ < MOST) {
        element.focus();
      }
    });
  };
  element.focus();
  for (const event of ['focusin', 'focusout']) {
    document.addEventListener(event, onFocus, { signal: off.signal });
  }
  const timer = setTimeout(stop, HELD);
  off.signal.addEventListener('abort', () => clearTimeout(timer));
  return stop;
}
