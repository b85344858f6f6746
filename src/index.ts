import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { cellsPlugin } from './lab/cells/plugin';
import { explainPlugin } from './lab/commands/explain-plugin';
import { movesPlugin } from './lab/commands/moves-plugin';
import { runsPlugin } from './lab/commands/runs-plugin';
import { tagsPlugin } from './lab/commands/tags-plugin';
import { examplesPlugin } from './lab/examples/plugin';
import { exportPlugin } from './lab/export/plugin';
import { modelPlugin } from './lab/model/plugin';
import { noticesPlugin } from './lab/runs/notices-plugin';
import { panelPlugin } from './lab/panel/plugin';
import { snapshotListPlugin } from './lab/snapshots/list-plugin';
import { snapshotsPlugin } from './lab/snapshots/plugin';
import { statusPlugin } from './lab/status/plugin';
import { stepPlugin } from './lab/step/plugin';

/** Every plugin of the extension. */
const plugins: JupyterFrontEndPlugin<unknown>[] = [
  modelPlugin,
  panelPlugin,
  cellsPlugin,
  tagsPlugin,
  runsPlugin,
  movesPlugin,
  explainPlugin,
  exportPlugin,
  stepPlugin,
  snapshotsPlugin,
  snapshotListPlugin,
  examplesPlugin,
  statusPlugin,
  noticesPlugin
];

export default plugins;
