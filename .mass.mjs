import { build } from 'esbuild';
import { isDeepStrictEqual } from 'node:util';
await build({stdin:{contents:`export * from './src/core/flow/testing/edits'; export {createAnalyser} from './src/core/analyse'; export {default as fc} from 'fast-check'`,resolveDir:'.'},outfile:'/tmp/benchout/mass.mjs',bundle:true,format:'esm',platform:'node',logLevel:'error'});
const m=await import('/tmp/benchout/mass.mjs');const {fc}=m;const FILE={name:'n.ipynb'};
const [,,seed,runs,max]=process.argv;let states=0;
const r=fc.check(fc.property(fc.tuple(m.notebookArbitrary,m.notebookArbitrary,m.notebookArbitrary,m.notebookArbitrary).map(x=>x.flat().map((c,id)=>({...c,id}))),fc.array(m.editArbitrary,{minLength:1,maxLength:+max||25}),(start,edits)=>{
 const a=m.createAnalyser();let cells=start;a.analyse(m.toNotebook(cells),FILE);
 for(const e of edits){cells=m.edit(cells,e);const nb=m.toNotebook(cells);states++;if(!isDeepStrictEqual(a.analyse(nb,FILE),m.createAnalyser().analyse(nb,FILE)))throw new Error('differs')}
}),{numRuns:+runs,seed:+seed,interruptAfterTimeLimit:100000});
console.log(r.failed&&r.counterexample?fc.defaultReportMessage?.(r)??JSON.stringify(r.counterexample):'ok',r.numRuns,states,'states');
if(r.failed)console.log(String(r.errorInstance?.stack).split('\n').slice(0,5).join('\n'));
