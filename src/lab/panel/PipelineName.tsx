import * as React from 'react';

import type { NotebookPipelineModel } from '../model/pipeline-model';
import { namePipeline } from '../tags/edit-cells';
import { useLab } from '../ui/lab-context';

interface INameProps {
  readonly model: NotebookPipelineModel;
  readonly name: string;
}

/** The name of the pipeline; a click or F2 makes it a field. */
export function PipelineName(props: INameProps): JSX.Element {
  const { model, name } = props;
  const { trans } = useLab();
  const [draft, setDraft] = React.useState<string | null>(null);
  const button = React.useRef<HTMLButtonElement>(null);
  const close = (text: string | null): void => {
    setDraft(null);
    if (text !== null && text.trim() !== name) {
      namePipeline(model.context.model.sharedModel, text.trim());
    }
  };
  if (draft === null) {
    return (
      <button
        ref={button}
        type="button"
        className="jp-KaletteHead-name"
        title={trans.__('Rename the pipeline')}
        onClick={() => setDraft(name)}
        onKeyDown={event => {
          if (event.key === 'F2') {
            setDraft(name);
          }
        }}
      >
        {name}
      </button>
    );
  }
  return (
    <input
      className="jp-KaletteInput jp-KaletteHead-nameInput"
      aria-label={trans.__('Name of the pipeline')}
      value={draft}
      autoFocus
      onFocus={event => event.target.select()}
      onChange={event => setDraft(event.target.value)}
      onBlur={() => close(draft)}
      onKeyDown={event => {
        if (event.key === 'Enter') {
          close(draft);
        } else if (event.key === 'Escape') {
          close(null);
        }
      }}
    />
  );
}
