import type { IOutput } from '@jupyterlab/nbformat';
import {
  type IRenderMimeRegistry,
  MimeModel,
  OutputModel
} from '@jupyterlab/rendermime';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';

interface IRenderedProps {
  readonly rendermime: IRenderMimeRegistry;
  readonly output: IOutput;
}

/** An output as a notebook shows it; without what would run code in the browser. */
export function RenderedOutput(props: IRenderedProps): JSX.Element {
  const { rendermime, output } = props;
  const host = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    const model = new OutputModel({ value: output, trusted: false });
    const mimeType = rendermime.preferredMimeType(model.data, 'ensure');
    const widget =
      mimeType === undefined ? null : rendermime.createRenderer(mimeType);
    if (widget && host.current) {
      Widget.attach(widget, host.current);
      void widget.renderModel(model);
    }
    return () => {
      dispose(widget);
      model.dispose();
    };
  }, [rendermime, output]);
  return <div ref={host} className="jp-KaletteOutput" />;
}

interface ISourceProps {
  readonly rendermime: IRenderMimeRegistry;
  readonly source: string;
  readonly language: string;
}

/** Code, coloured as the Markdown renderer colours it. */
export function RenderedSource(props: ISourceProps): JSX.Element {
  const { rendermime, source, language } = props;
  const host = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    const widget = rendermime.createRenderer('text/markdown');
    if (host.current) {
      Widget.attach(widget, host.current);
      const data = { 'text/markdown': fenced(source, language) };
      void widget.renderModel(new MimeModel({ data, trusted: false }));
    }
    return () => dispose(widget);
  }, [rendermime, source, language]);
  return <div ref={host} className="jp-KaletteSource" />;
}

/** A fence longer than any run of backticks in the source. */
function fenced(source: string, language: string): string {
  const longest = Math.max(
    2,
    ...[...source.matchAll(/`+/g)].map(([run]) => run.length)
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${source}\n${fence}`;
}

/** React has taken the host out already when its effects end. */
function dispose(widget: Widget | null): void {
  if (!widget || widget.isDisposed) {
    return;
  }
  if (widget.isAttached) {
    MessageLoop.sendMessage(widget, Widget.Msg.BeforeDetach);
    widget.node.remove();
    MessageLoop.sendMessage(widget, Widget.Msg.AfterDetach);
  }
  widget.dispose();
}
