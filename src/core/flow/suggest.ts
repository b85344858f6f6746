import type { Role } from '../notebook/types';
export function suggestSteps(cells: readonly { id: string; type: string; source: string }[]): readonly { cell: string; role: Role; step: string | null }[] {
  return cells.filter(c => c.type === 'code' && c.source.trim()).map((c, i) => /^import|^from/m.test(c.source) ? { cell: c.id, role: 'imports' as const, step: null } : { cell: c.id, role: 'step' as const, step: `step_${i}` });
}
