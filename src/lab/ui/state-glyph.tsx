import * as React from 'react';

import type { StepViewState } from '../../core/view';

type Look = 'solid' | 'line' | 'track' | 'thick' | 'dash' | 'ink';
type Shape = readonly [look: Look, path: string];

const RING = 'M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0';

/** Drawn on a grid of 16; states differ in shape, so that colour only helps. */
const SHAPES: Readonly<Record<StepViewState, readonly Shape[]>> = {
  never: [['dash', RING]],
  queued: [['line', RING]],
  running: [
    ['track', RING],
    ['thick', 'M8 2a6 6 0 0 1 6 6']
  ],
  retry: [
    ['thick', 'M13 8a5 5 0 1 1-1.7-3.7'],
    ['solid', 'M13.8 1.5v4.2H9.6z']
  ],
  done: [
    ['solid', 'M1 8a7 7 0 1 0 14 0a7 7 0 1 0-14 0'],
    ['ink', 'M4.7 8.2l2.3 2.3 4.4-4.7']
  ],
  reused: [
    ['line', 'M1.8 8a6.2 6.2 0 1 0 12.4 0a6.2 6.2 0 1 0-12.4 0'],
    ['line', 'M4.9 8.2l2.2 2.2 4.1-4.4']
  ],
  failed: [
    ['solid', 'M5 1h6l4 4v6l-4 4H5l-4-4V5z'],
    ['ink', 'M5.5 5.5l5 5m0-5l-5 5']
  ],
  skipped: [
    ['line', RING],
    ['line', 'M4 12l8-8']
  ],
  stopped: [
    ['line', RING],
    ['solid', 'M5.5 5.5h5v5h-5z']
  ]
};

interface IStateGlyphProps {
  readonly state: StepViewState;
  /** The state in a word. */
  readonly label: string;
}

/** The state of a step as a picture with a name. */
export function StateGlyph(props: IStateGlyphProps): JSX.Element {
  const { state, label } = props;
  return (
    <svg
      className={`jp-KaletteState jp-mod-${state}`}
      viewBox="0 0 16 16"
      role="img"
      aria-label={label}
    >
      {SHAPES[state].map(([look, path]) => (
        <path key={path} className={`jp-mod-${look}`} d={path} />
      ))}
    </svg>
  );
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same picture as a plain element, for where React would cost too much. */
export function stateGlyphElement(
  state: StepViewState,
  label: string
): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `jp-KaletteState jp-mod-${state}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  for (const [look, path] of SHAPES[state]) {
    const element = document.createElementNS(SVG, 'path');
    element.setAttribute('class', `jp-mod-${look}`);
    element.setAttribute('d', path);
    svg.append(element);
  }
  return svg;
}
