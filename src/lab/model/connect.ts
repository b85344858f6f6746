import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

import type { EngineClient } from '../../client/engine-client';
import { createHttpClient } from '../../client/http-client';

/** The engine behind the Jupyter server, with its authentication and under its base URL. */
export function connectEngine(
  settings: ServerConnection.ISettings
): EngineClient {
  return createHttpClient({
    baseUrl: URLExt.join(settings.baseUrl, 'kalette'),
    carry: (url, init) => ServerConnection.makeRequest(url, init, settings)
  });
}
