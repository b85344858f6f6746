import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { StepView } from '../../../core/view';
import { ROLE_ICONS } from '../../cells/strip';
import { CommandIDs } from '../../commands/ids';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Marked } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { roleWord, stepTitle } from '../../ui/words';
import { RailPicture } from '../steps/RailPicture';
import type { ISuggestion } from './suggest';

/** Which part of the suggestion is looked at: the one under the pointer, else the chosen one. */
export interface IChosen {
  readonly name: string | null;
  point(name: string | null): void;
  choose(name: string | null): void;
}

/** Marks the cells of what is looked at in the notebook; nothing is written. */
export function usePreview(
  model: NotebookPipelineModel,
  suggestion: ISuggestion | null
): IChosen {
  const [pointed, point] = React.useState<string | null>(null);
  const [chosen, choose] = React.useState<string | null>(null);
  const name = pointed ?? chosen;
  React.useEffect(() => {
    const step = suggestion?.view.steps.find(one => one.name === name);
    const other = suggestion?.others.find(one => keyOf(one) === name);
    const cells = step?.cells ?? other?.ids;
    model.showPreview(
      cells ? { cells: new Set(cells), hue: step?.hue ?? null } : null
    );
    return () => model.showPreview(null);
  }, [model, suggestion, name]);
  return { name, point, choose };
}

interface ISuggestedProps {
  readonly model: NotebookPipelineModel;
  readonly suggestion: ISuggestion;
  readonly chosen: IChosen;
}

/** The parts of a suggestion as a list; the one looked at says what flows. */
export function SuggestedSteps(props: ISuggestedProps): JSX.Element {
  const { chosen } = props;
  const { trans } = useLab();
  const { view, places, others } = props.suggestion;
  const names = [...view.steps.map(({ name }) => name), ...others.map(keyOf)];
  const current =
    chosen.name !== null && names.includes(chosen.name)
      ? chosen.name
      : names[0];
  const step = view.steps.find(({ name }) => name === chosen.name);
  return (
    <>
      <div
        className="jp-KaletteSteps"
        role="listbox"
        aria-label={trans.__('Suggested steps')}
        style={
          { '--jp-kalette-rail': `${view.rail.width}px` } as React.CSSProperties
        }
        onPointerLeave={() => chosen.point(null)}
        onKeyDown={event => moveBetween(event, names, current, chosen)}
        onBlur={event => {
          if (!event.currentTarget.contains(event.relatedTarget as Node)) {
            chosen.choose(null);
          }
        }}
      >
        <RailPicture
          rail={view.rail}
          steps={view.steps}
          hovered={chosen.name}
        />
        {view.steps.map(({ name }) => (
          <SuggestedRow
            key={name}
            {...props}
            name={name}
            label={stepTitle(name, trans)}
            cells={places.get(name) ?? []}
            isCurrent={name === current}
          />
        ))}
        {others.map(other => (
          <SuggestedRow
            key={keyOf(other)}
            {...props}
            name={keyOf(other)}
            label={roleWord(other.role, trans)}
            cells={other.cells}
            isCurrent={keyOf(other) === current}
          />
        ))}
      </div>
      <p className="jp-KaletteHint jp-KaletteSuggested" aria-live="polite">
        {step ? (
          <Marked text={flowWords(step, props.suggestion, trans)} />
        ) : (
          trans.__('Point at a step to see its cells in the notebook.')
        )}
      </p>
    </>
  );
}

interface ISuggestedRowProps extends ISuggestedProps {
  readonly name: string;
  readonly label: string;
  readonly cells: readonly number[];
  /** The one row that the Tab key reaches. */
  readonly isCurrent: boolean;
}

function SuggestedRow(props: ISuggestedRowProps): JSX.Element {
  const { model, suggestion, chosen, name, label, cells, isCurrent } = props;
  const { trans, execute } = useLab();
  const isChosen = name === chosen.name;
  const step = suggestion.view.steps.find(one => one.name === name);
  const role = suggestion.others.find(one => keyOf(one) === name);
  const cell = step?.cells[0] ?? role?.ids[0];
  const Icon = role && ROLE_ICONS[role.role];
  return (
    <div
      className={`jp-KaletteRow${isChosen ? ' jp-mod-selected' : ''}`}
      role="option"
      data-suggested={name}
      aria-selected={isChosen}
      tabIndex={isCurrent ? 0 : -1}
      onPointerEnter={() => chosen.point(name)}
      onFocus={() => chosen.choose(name)}
      onClick={() =>
        execute(CommandIDs.goToCell, {
          path: model.path,
          cell: cell ?? '',
          isQuiet: true
        })
      }
    >
      {Icon && <Icon.react className="jp-KaletteIcon" tag="span" />}
      <span>{label}</span>
      <span className="jp-KaletteMeta">{cellWords(cells, trans)}</span>
    </div>
  );
}

/** Names a part that is no step; no step can have such a name. */
function keyOf({ role }: ISuggestion['others'][number]): string {
  return `:${role}`;
}

function moveBetween(
  event: React.KeyboardEvent<HTMLElement>,
  names: readonly string[],
  current: string | undefined,
  chosen: IChosen
): void {
  const by = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }[event.key];
  if (by !== undefined) {
    event.preventDefault();
    const at = names.indexOf(current ?? '') + by;
    const next = names[Math.min(Math.max(at, 0), names.length - 1)];
    chosen.point(null);
    event.currentTarget
      .querySelector<HTMLElement>(`[data-suggested="${next}"]`)
      ?.focus();
  }
}

/** "Receives `data` from load. Hands on `total`." */
function flowWords(
  { name, outputs }: StepView,
  { receives }: ISuggestion,
  trans: TranslationBundle
): string {
  const code = (names: readonly string[]) =>
    names.map(one => `\`${one}\``).join(', ');
  const sentences = (receives.get(name) ?? []).map(({ from, names }) =>
    from === null
      ? trans.__('Reads the parameters %1.', code(names))
      : trans.__('Receives %1 from %2.', code(names), stepTitle(from, trans))
  );
  const given =
    outputs.length > 0 ? [trans.__('Hands on %1.', code(outputs))] : [];
  return sentences.length + given.length > 0
    ? [...sentences, ...given].join(' ')
    : trans.__('Needs nothing of other steps, and hands nothing on.');
}

/** "cell 5", "cells 3–4", "cells 3, 7", counted from 1. */
function cellWords(cells: readonly number[], trans: TranslationBundle): string {
  const first = cells[0];
  const last = cells[cells.length - 1];
  const numbers = cells.map(index => index + 1);
  if (cells.length === 1) {
    return trans.__('cell %1', first + 1);
  }
  return last - first === cells.length - 1
    ? trans.__('cells %1–%2', first + 1, last + 1)
    : trans.__('cells %1', numbers.join(', '));
}
