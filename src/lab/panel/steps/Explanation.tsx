import { closeIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type {
  Cause,
  Explanation as Chains,
  Link
} from '../../../core/flow/explain/types';
import type { Flow } from '../../../core/flow/types';
import { CommandIDs } from '../../commands/ids';
import { placeArgs } from '../../commands/place-args';
import type { NotebookPipelineModel } from '../../model/pipeline-model';
import { Button, Marked } from '../../ui/controls';
import { useLab } from '../../ui/lab-context';
import { causeWords, linkWords, placeWords, sourcesOf } from '../../ui/links';
import { stepTitle } from '../../ui/words';
import type { PanelState } from '../panel-state';
import type { IQuestion } from '../panel-token';

interface IExplanationProps {
  readonly model: NotebookPipelineModel;
  readonly panel: PanelState;
}

/** Why a step waits for others: the lines that make it so. Absent until somebody asks. */
export function Explanation(props: IExplanationProps): JSX.Element | null {
  const { model, panel } = props;
  const { question } = panel;
  return question?.path === model.path ? (
    <Answer
      key={`${question.from ?? ''} ${question.to}`}
      model={model}
      question={question}
      onClose={() => {
        panel.question = null;
      }}
    />
  ) : null;
}

interface IAnswerProps {
  readonly model: NotebookPipelineModel;
  readonly question: IQuestion;
  readonly onClose: () => void;
}

function Answer(props: IAnswerProps): JSX.Element {
  const { model, question, onClose } = props;
  const { trans } = useLab();
  const chains = useChains(model, question);
  const head = React.useRef<HTMLHeadingElement>(null);
  const id = React.useId();
  React.useEffect(() => {
    // Whoever asked by keyboard goes on reading here.
    head.current?.focus();
    head.current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  const [to, from] = [question.to, question.from].map(name =>
    name === undefined ? '' : stepTitle(name, trans)
  );
  const isFree = chains?.every(({ causes }) => causes.length === 0) ?? false;
  const why = from
    ? trans.__('Why %1 waits for %2', to, from)
    : trans.__('Why %1 waits', to);
  const title = isFree && !from ? trans.__('%1 waits for no step', to) : why;
  return (
    <section
      className="jp-KaletteSection jp-KaletteExplanation"
      aria-labelledby={id}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <h3 ref={head} id={id} tabIndex={-1}>
        <span>{title}</span>
        <Button
          kind="icon"
          icon={closeIcon}
          label={trans.__('Close')}
          onClick={onClose}
        />
      </h3>
      {isFree && (
        <NoCause
          flow={model.state.analysis?.flow ?? null}
          question={question}
        />
      )}
      {chains?.flatMap(chain =>
        chain.causes.map(cause => (
          <CauseLines
            key={`${chain.from} ${cause.kind} ${cause.subject}`}
            cause={cause}
            from={question.from === undefined ? chain.from : null}
            path={model.path}
          />
        ))
      )}
    </section>
  );
}

interface INoCauseProps {
  readonly flow: Flow | null;
  readonly question: IQuestion;
}

/** Nothing is waited for: says where all comes from that the step reads. */
function NoCause(props: INoCauseProps): JSX.Element {
  const { flow, question } = props;
  const { trans } = useLab();
  const to = stepTitle(question.to, trans);
  const step = flow?.steps.find(({ name }) => name === question.to);
  if (question.from !== undefined) {
    const from = stepTitle(question.from, trans);
    return (
      <p className="jp-KaletteHint">
        {trans.__('%1 reads nothing that %2 makes or changes.', to, from)}
      </p>
    );
  }
  const sources = flow && step ? sourcesOf(step, flow, trans) : [];
  return (
    <div className="jp-KaletteHint">
      <p>
        {trans.__('It can begin at once: no other step makes what it reads.')}
      </p>
      {sources.length === 0 ? (
        <p>{trans.__('Its own cells make all that they read.')}</p>
      ) : (
        <ul>
          {sources.map(source => (
            <li key={source}>
              <Marked text={source} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The answer for the notebook as it is; `null` until it is there. */
function useChains(
  model: NotebookPipelineModel,
  { from, to }: IQuestion
): readonly Chains[] | null {
  const [chains, setChains] = React.useState<readonly Chains[] | null>(null);
  const { analysis } = model.state;
  React.useEffect(() => {
    let isCurrent = true;
    const parents =
      from === undefined
        ? (analysis?.flow.edges ?? [])
            .filter(edge => edge.to === to)
            .map(edge => edge.from)
        : [from];
    void Promise.all(
      parents.map(parent => model.explain({ from: parent, to }))
    ).then(found => {
      if (isCurrent) {
        setChains(found);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [model, analysis, from, to]);
  return chains;
}

interface ICauseLinesProps {
  readonly cause: Cause;
  /** Named where several steps are waited for. */
  readonly from: string | null;
  readonly path: string;
}

function CauseLines(props: ICauseLinesProps): JSX.Element {
  const { cause, from, path } = props;
  const { trans } = useLab();
  const words = causeWords(cause, trans);
  const title =
    from === null
      ? words
      : trans.__('%1, of %2', words, stepTitle(from, trans));
  return (
    <div className="jp-KaletteChain">
      <p>
        <Marked text={title} />
      </p>
      <ol>
        {cause.links.map((link, place) => (
          <li key={place}>
            <Line link={link} path={path} />
            {place === 0 && cause.omitted > 0 && (
              <p className="jp-KaletteMuted">
                {trans._n('%1 more change', '%1 more changes', cause.omitted)}
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function Line(props: {
  readonly link: Link;
  readonly path: string;
}): JSX.Element {
  const { link, path } = props;
  const { trans, execute } = useLab();
  return (
    <button
      type="button"
      className="jp-KaletteLinkRow"
      onClick={() =>
        execute(CommandIDs.goToCell, { path, ...placeArgs(link.where) })
      }
    >
      {link.text !== '' && <code title={link.text}>{link.text}</code>}
      <span>{linkWords(link, trans)}</span>
      <span className="jp-KaletteMuted">{placeWords(link.where, trans)}</span>
    </button>
  );
}
