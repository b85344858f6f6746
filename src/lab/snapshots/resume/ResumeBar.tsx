import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { SnapshotSummary } from '../../../core/api/types';
import { CommandIDs } from '../../commands/ids';
import { Button, Marked } from '../../ui/controls';
import { snapshotIcon } from '../../ui/icons';
import { useLab } from '../../ui/lab-context';
import { awaitedWords, noKernelWords } from './kernel-words';
import type { Phase } from './resume-notebook';
import type { IResumed } from './resume-report';
import { ResumedText } from './ResumedText';
import { goBackWords, missingWords, openedWords } from '../words';

/** What a bar above a notebook says of the snapshot that it was brought back to. */
export interface IResumeBarState {
  readonly snapshot: SnapshotSummary;
  /** What is being done; `null` when all is. */
  readonly phase: Phase | null;
  /** `null` until it is known, and when the kernel was left alone. */
  readonly resumed: IResumed | null;
  /** True once what was loaded into the kernel is lost with it. */
  readonly isRestarted: boolean;
  /** True where its import and function cells were not to be run. */
  readonly isBare: boolean;
  /** URL of how the workspace was before; `null` when it was not touched. */
  readonly safety: string | null;
  /** Path of the notebook. */
  readonly notebook: string;
  /** Loads Python objects too, once that was agreed to; `null` when none was left out. */
  readonly loadAll: (() => void) | null;
  /** Runs the cells that make what is missing; `null` when there are none, or they were not to. */
  readonly runNeeded: (() => void) | null;
  /** Stops what is being done after the files; `null` when it is stopping or done. */
  readonly stop: (() => void) | null;
  /** Stops it and takes the files back; `null` as `stop`, or when none was touched. */
  readonly cancel: (() => void) | null;
  /** Tries once more to get a kernel; `null` when there is one. */
  readonly retry: (() => void) | null;
  /** Loads what a page that was loaded again has not seen loaded, once that is agreed to. */
  readonly loadLost: (() => void) | null;
}

interface IResumeBarProps extends IResumeBarState {
  readonly onDismiss: () => void;
}

/** Which moment a notebook was brought back to, and what of it is there. */
export function ResumeBar(props: IResumeBarProps): JSX.Element {
  const { snapshot, phase, isRestarted, safety, notebook } = props;
  const { trans, execute } = useLab();
  const resumed = isRestarted ? null : props.resumed;
  const reasons = resumed ? reasonsOf(resumed, trans) : [];
  return (
    <div className="jp-KaletteResume" role="status">
      <snapshotIcon.react tag="span" className="jp-KaletteIcon" />
      <div className="jp-KaletteResume-text">
        <p>
          {openedWords(snapshot, trans)}{' '}
          {phase !== null
            ? phaseWords(phase, trans)
            : isRestarted
              ? trans.__('The kernel was restarted since.')
              : props.loadLost
                ? lostWords(trans)
                : resumed && (
                    <ResumedText
                      resumed={resumed}
                      notebook={notebook}
                      isBare={props.isBare}
                    />
                  )}
        </p>
        {reasons.length > 0 && (
          <details>
            <summary>{trans.__('Details')}</summary>
            <ul>
              {reasons.map(reason => (
                <li key={reason}>
                  <Marked text={reason} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <WaysOn {...props} />
      {safety !== null && phase === null && (
        <Button
          kind="small"
          label={goBackWords(trans)}
          onClick={() =>
            execute(CommandIDs.openSnapshot, {
              url: safety,
              notebook,
              to: 'here'
            })
          }
        />
      )}
      <Button
        kind="small"
        label={trans.__('Dismiss')}
        onClick={props.onDismiss}
      />
    </div>
  );
}

/** What can be done about variables that are not there. */
function WaysOn(props: IResumeBarProps): JSX.Element {
  const { phase, loadAll, loadLost, runNeeded, stop, cancel, retry } = props;
  const { trans } = useLab();
  const isDone = phase === null;
  const ways = [
    [
      trans.__('Cancel'),
      isDone ? null : cancel,
      trans.__('The files come back as they were')
    ],
    [trans.__('Stop'), isDone ? null : stop, trans.__('The files stay')],
    [trans.__('Try again'), isDone ? retry : null, undefined],
    [
      trans.__('Run these cells'),
      isDone ? runNeeded : null,
      trans.__('Then the variables are loaded again, as these may change them')
    ],
    [trans.__('Load them after all…'), isDone ? loadAll : null, undefined],
    [trans.__('Load them…'), isDone ? loadLost : null, undefined]
  ] as const;
  return (
    <>
      {ways.map(
        ([label, act, title]) =>
          act && (
            <Button
              key={label}
              kind="small"
              label={label}
              onClick={act}
              {...(title !== undefined && { title })}
            />
          )
      )}
    </>
  );
}

function lostWords(trans: TranslationBundle): string {
  return trans.__(
    'The page was loaded again before its variables were loaded: the kernel has none of them, or some.'
  );
}

function phaseWords(phase: Phase, trans: TranslationBundle): string {
  switch (phase) {
    case 'kernel':
      return trans.__('Starting the kernel…');
    case 'session':
    case 'start':
    case 'restart':
    case 'answer':
      return awaitedWords(phase, trans);
    case 'cells':
      return trans.__('Running the import and function cells…');
    case 'needed':
      return trans.__('Running the cells that make the others…');
    case 'variables':
      return trans.__('Loading the variables…');
    case 'stopping':
      return trans.__('Stopping. The files stay…');
    case 'returning':
      return trans.__('Taking the files back as they were…');
  }
}

function reasonsOf(
  { failed, missing, troubles, noKernel }: IResumed,
  trans: TranslationBundle
): readonly string[] {
  return [
    ...(noKernel ? [noKernelWords(noKernel, trans)] : []),
    ...troubles,
    ...failed.map(({ name, reason, made }) =>
      missingWords(
        { ...(made ?? { cell: null, index: null }), name, reason },
        trans
      )
    ),
    ...missing.map(variable => missingWords(variable, trans))
  ];
}
