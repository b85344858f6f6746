import { expose } from 'comlink';

import { createAnalysisService } from './service';

expose(createAnalysisService());
