import type { Outcome } from '../phase';
import type { Notebook } from '../notebook/types';
import type { Flow } from './types';
export function flow(given: Notebook, _memo: unknown): Outcome<Flow> {
      const mc = given.cells.find(c => c.role === 'metrics');
      const notebook = mc && /=/.test(mc.cell.source) && given.steps.length ? { ...given, steps: [...given.steps, { name: 'pipeline-metrics', cells: [mc.cell.id], prev: [], settings: {} }] } : given;
      const names = notebook.steps.map(s => s.name);
      const src = new Map(notebook.cells.map(c => [c.cell.id, c.cell.source]));
      const text = (s: {cells: readonly string[]}) => s.cells.map(c => src.get(c)).join('\n');
      const writes = (t: string) => [...t.matchAll(/^([A-Za-z_]\w*(?:, [A-Za-z_]\w*)*) =/gm)].flatMap(m => m[1]!.split(', '));
      void writes;
      const sets = notebook.steps.map(s => [...new Set([...text(s).matchAll(/^([A-Za-z_]\w*(?:, [A-Za-z_]\w*)*) =/gm)].flatMap(m => m[1]!.split(', ')))]);
      const pcell = notebook.cells.find(c => c.role === 'parameters');
      const parameters = pcell ? [...pcell.cell.source.matchAll(/^(\w+) = ([\d.]+)$/gm)].map(m => ({ name: m[1]!, type: m[2]!.includes('.') ? 'float' as const : 'int' as const, default: Number(m[2]), cell: pcell.cell.id })) : [];
      const reads = notebook.steps.map((s, i) => { const out: {variable: string; from: string}[] = []; for (let j = i - 1; j >= 0; j--) for (const v of sets[j]!) if (new RegExp('\\b' + v + '\\b').test(text(s)) && !out.some(r => r.variable === v)) out.push({ variable: v, from: names[j]! }); return out; });
      const after = reads.map((r, i) => [...new Set([...r.map(x => x.from), ...notebook.steps[i]!.prev.map(p => p.step)])]);
      const reach = (a: string, b: string): boolean => { const i = names.indexOf(b); return i >= 0 && after[i]!.some(x => x === a || reach(a, x)); };
      const red = after.map(list => list.filter(a => !list.some(b => b !== a && reach(a, b))));
      const mcell = notebook.cells.find(c => c.role === 'metrics');
      const metrics = mcell ? [...mcell.cell.source.matchAll(/^print\((\w+)\)/gm)].map(m => ({ name: m[1]!, step: names.at(-1)!, variable: m[1]! })) : [];
      const definitions = notebook.cells.filter(c => c.role === 'imports' || c.role === 'functions').map((c, i) => ({ name: String(c.role) + i, kind: c.role as 'imports' | 'functions', cell: c.cell.id, line: 1, source: c.cell.source })); return { diagnostics: [], value: { parameters, definitions, metrics,
        edges: reads.flatMap((r, i) => [...new Set(r.map(x => x.from))].map(f => ({ from: f, to: names[i]!, variables: r.filter(x => x.from === f).map(x => x.variable), tagged: false }))),
        steps: notebook.steps.map((s, i) => ({ name: s.name, cells: s.cells, after: red[i]!, parameters: parameters.map(p => p.name).filter(p => new RegExp('\\b' + p + '\\b').test(text(s))), reads: reads[i]!, writes: sets[i]!.filter(v => reads.some(r => r.some(x => x.variable === v && x.from === s.name))), definitions: definitions.map(d => d.name), setup: [...definitions.map(d => ({ definition: d.name })), ...reads[i]!.map(r => ({ variable: r.variable }))], metrics: metrics.filter(m => m.step === s.name).map(m => m.name) })) } };
}
