import * as React from 'react';

import type { RailGeometry, StepView } from '../../../core/view';
import { hueColor } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { stepTitle } from '../../ui/words';

interface IRailPictureProps {
  readonly rail: RailGeometry;
  readonly steps: readonly StepView[];
  readonly hovered: string | null;
  /** An edge was pressed; without it edges are only looked at. */
  readonly onEdge?: (from: string, to: string) => void;
}

/** The steps' graph beside their list; what it says is in the rows' labels too. */
export const RailPicture = React.memo(function RailPicture(
  props: IRailPictureProps
): JSX.Element {
  const { rail, hovered, onEdge } = props;
  const { trans } = useLab();
  const steps = new Map(props.steps.map(step => [step.name, step]));
  return (
    <svg
      className="jp-KaletteRail"
      width={rail.width}
      height={rail.height}
      aria-hidden="true"
    >
      {rail.edges.map(({ from, to, path }) => (
        <path
          key={`${from} ${to}`}
          className={`jp-KaletteRail-edge${
            steps.get(from)?.state === 'running' ? ' jp-mod-live' : ''
          }`}
          d={path}
        />
      ))}
      {onEdge &&
        rail.edges.map(({ from, to, path }) => (
          <path
            key={`${from} ${to}`}
            className="jp-KaletteRail-hit"
            d={path}
            onClick={() => onEdge(from, to)}
          >
            <title>
              {trans.__(
                'Why does %1 wait for %2?',
                stepTitle(to, trans),
                stepTitle(from, trans)
              )}
            </title>
          </path>
        ))}
      {rail.nodes.map(({ id, x, y }) => {
        const step = steps.get(id);
        const isLarge = step?.state === 'running' || id === hovered;
        return (
          <circle
            key={id}
            className={`jp-KaletteRail-node jp-mod-${step?.state ?? 'never'}`}
            style={{ '--c': hueColor(step?.hue ?? 1) } as React.CSSProperties}
            cx={x}
            cy={y}
            r={isLarge ? 5.5 : 4.5}
          />
        );
      })}
      {rail.hidden > 0 && (
        <text className="jp-KaletteRail-more" x={rail.width} y={10}>
          +{rail.hidden}
        </text>
      )}
    </svg>
  );
});
