import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { Widget } from '@lumino/widgets';

import type { SnapshotClient } from '../../client/snapshot-client';
import { connectEngine } from '../model/connect';
import type { NotebookPipelineModel } from '../model/pipeline-model';
import { snapshotIcon } from '../ui/icons';
import { mainPage } from '../ui/main-page';
import type { ILabContext } from '../ui/lab-context';
import { ConsentDialog } from './consent/consent-dialog';
import { ConsentModel } from './consent/consent-model';
import type { Where } from './consent/consent-state';
import { ConsentWidget } from './consent/consent-widget';
import { LabHost } from './resume/lab-host';
import { OpeningNotes } from './resume/lost-opening';
import type { ResumedMemory } from './resume/resumed-memory';
import { openDocuments } from './resume/open-documents';
import { versionReader } from './files/read-now';
import { NOW, SnapshotPageModel } from './page/snapshot-page-model';
import { SnapshotWidget } from './page/snapshot-widget';
import { TabNotes } from './tab-notes';
import { isTrustedSigner, momentWords, whichWords } from './words';

/** What pages about snapshots are opened with. */
export interface IPageTools extends ILabContext {
  readonly app: JupyterFrontEnd;
}

/** What a snapshot is opened with. */
export interface IOpenTools extends IPageTools {
  /** Called when one was opened, for lists to be read again. */
  readonly onRestored: () => void;
  /** Of notebooks that are brought back; `null` where nothing is remembered. */
  readonly memory: ResumedMemory | null;
}

export interface IConsentRequest {
  readonly url: string;
  /** Path of the notebook whose workspace is meant; empty for the served folder. */
  readonly notebook: string;
  readonly to: Where;
  /** True for a link that was followed and not pasted. */
  readonly isFollowed: boolean;
}

/**
 * Asks whether a snapshot is opened: in a dialog where it is one's own and goes over the
 * workspace, else on a page of its own.
 */
export async function openConsent(
  tools: IOpenTools,
  { url, notebook, to, isFollowed }: IConsentRequest
): Promise<void> {
  const { app, trans, commands } = tools;
  const { client, host } = hostOf(tools);
  const scope = { notebook };
  const model = new ConsentModel({
    client,
    scope,
    url,
    to,
    isFollowed,
    host
  });
  const read = versionReader({
    client,
    scope: () => model.scope,
    documents: () => openDocuments(app),
    workspace: async () => model.state.inspection?.workspace ?? '',
    id: () => model.state.inspection?.snapshot.id ?? '',
    other: NOW
  });
  if (to === 'here') {
    await model.whenRead();
    const signer = model.state.inspection?.snapshot.signer;
    if (model.state.phase === 'asking' && signer && isTrustedSigner(signer)) {
      await new ConsentDialog({ model, read, trans, commands }).launch();
      return;
    }
  }
  const id = `kalette-consent:${model.url}`;
  if (goToConsent(app, id)) {
    model.dispose();
    return;
  }
  const content = new ConsentWidget({ model, read, trans, commands });
  const page = addPage(app, content, { id, label: trans.__('Open snapshot') });
  const notes = undecided();
  const look = (): void => {
    const { phase } = model.state;
    if (phase === 'working' || phase === 'over') {
      notes.remove(id);
    } else {
      notes.put(id, { url: model.url, notebook, to, isFollowed });
    }
    if (phase === 'over') {
      page.dispose();
    }
  };
  look();
  model.stateChanged.connect(look, page);
  page.disposed.connect(() => notes.remove(id));
}

/** What this tab had asked, or begun, when its page was loaded again. */
export async function bringBack(tools: IOpenTools): Promise<void> {
  for (const request of undecided().all) {
    await openConsent(tools, request);
  }
  for (const note of new OpeningNotes().all) {
    await hostOf(tools).host.recall(note);
  }
}

/** Pages of consent that are open. */
function undecided(): TabNotes<IConsentRequest> {
  return new TabNotes('consents');
}

function hostOf({ app, trans, commands, onRestored, memory }: IOpenTools): {
  readonly client: SnapshotClient;
  readonly host: LabHost;
} {
  const client = connectEngine(app.serviceManager.serverSettings).snapshots;
  const lab = { trans, commands };
  return { client, host: new LabHost(app, lab, client, onRestored, memory) };
}

/** A link that is followed twice has one page, and what is going on in it goes on. */
function goToConsent(app: JupyterFrontEnd, id: string): boolean {
  const known = findPage(app, id);
  if (!(known instanceof MainAreaWidget)) {
    return false;
  }
  if (known.content instanceof ConsentWidget) {
    known.content.lookAgain();
  }
  app.shell.activateById(id);
  return true;
}

/** Shows a snapshot of a notebook's workspace; `isComparing` goes to what it is compared with. */
export function openSnapshotPage(
  tools: IPageTools,
  notebook: NotebookPipelineModel,
  id: string,
  isComparing: boolean
): void {
  const { app, trans } = tools;
  const pageId = `kalette-snapshot:${id}`;
  const known = findPage(app, pageId);
  const page = known ?? addSnapshotPage(tools, notebook, id, pageId);
  app.shell.activateById(pageId);
  const { content } = page as MainAreaWidget;
  if (isComparing && content instanceof SnapshotWidget) {
    content.chooseOther();
  }
  if (known) {
    return;
  }
  const { snapshots } = notebook;
  const { items } = snapshots.state;
  const item = items.find(snapshot => snapshot.id === id);
  page.title.label = item
    ? momentWords(item, trans, items)
    : trans.__('Snapshot %1', id.slice(7, 15));
  page.title.caption = item ? whichWords(item, trans, items) : id;
}

function addSnapshotPage(
  { app, trans, commands }: IPageTools,
  { snapshots }: NotebookPipelineModel,
  id: string,
  pageId: string
): MainAreaWidget {
  const { client, scope } = snapshots;
  const model = new SnapshotPageModel(snapshots, id);
  const workspace = async (): Promise<string> => {
    const url = model.state.snapshot?.url ?? '';
    return (await client.inspect(scope, url)).workspace;
  };
  const content = new SnapshotWidget({
    model,
    trans,
    commands,
    reader: other =>
      versionReader({
        client,
        scope: () => scope,
        documents: () => openDocuments(app),
        workspace,
        id: () => id,
        other
      })
  });
  return addPage(app, content, { id: pageId, label: '' });
}

function findPage(app: JupyterFrontEnd, id: string): Widget | null {
  return [...app.shell.widgets('main')].find(page => page.id === id) ?? null;
}

/** Adds a page, and goes to it. */
function addPage(
  app: JupyterFrontEnd,
  content: Widget,
  { id, label }: { readonly id: string; readonly label: string }
): MainAreaWidget {
  const page = mainPage(content, { id, label, icon: snapshotIcon });
  app.shell.add(page, 'main');
  app.shell.activateById(id);
  return page;
}
