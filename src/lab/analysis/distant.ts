import type { AnalysisResult } from '../../core/view';
import type { IDistantService } from './border';
import { type Change, changeOf, withChange } from './change';
import type { IAnalysisService, IDraft } from './service';

/** The far side: answers as the service does that it stands before. */
export function distantService(service: IAnalysisService): IDistantService {
  const drafts = new Map<number, IDraft>();
  const given = new Map<number, AnalysisResult>();
  const read = (key: number, change: Change): IDraft => {
    const draft = withChange(drafts.get(key), change) as IDraft;
    drafts.set(key, draft);
    return draft;
  };
  return {
    analyse: (key, change) => {
      const analysis = service.analyse(key, read(key, change));
      const answer = changeOf(given.get(key), analysis);
      given.set(key, analysis);
      return answer;
    },
    compile: (key, change) => service.compile(key, read(key, change)),
    suggest: (key, change) => service.suggest(key, read(key, change)),
    explain: (key, change, edge) =>
      service.explain(key, read(key, change), edge),
    trace: (key, change, variable) =>
      service.trace(key, read(key, change), variable),
    forget: key => {
      drafts.delete(key);
      given.delete(key);
      service.forget(key);
    }
  };
}
