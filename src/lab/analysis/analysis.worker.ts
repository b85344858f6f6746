import { expose } from 'comlink';

import { distantService } from './distant';
import { createAnalysisService } from './service';

expose(distantService(createAnalysisService()));
