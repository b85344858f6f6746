/**
 * Aborted with the next key or press of the person, who has gone on by then: what was to take the
 * keyboard comes too late. Whoever asks for it aborts it in the end.
 */
export function untilTouched(): AbortController {
  const off = new AbortController();
  for (const event of ['keydown', 'pointerdown']) {
    const options = { capture: true, signal: off.signal };
    document.addEventListener(event, () => off.abort(), options);
  }
  return off;
}
