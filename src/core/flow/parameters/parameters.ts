import type { Diagnostic } from '../../diagnostic';
import {
  parameterDerived,
  parameterNotLiteral,
  parameterStatement as notAParameter
} from '../../messages/parameters';
import { parseCell } from '../../python/parser/parse';
import { moveToStep } from '../fixes/statements';
import { whereOf } from '../replay/places';
import type { Site } from '../replay/heap/versions';
import type { World } from '../replay/world';
import type { Parameter } from '../types';
import { parameterStatement } from './statements';

/** What the parameters cells of a notebook set. */
export interface Parameters {
  /** By name; of a name set twice the last literal counts. */
  readonly literals: ReadonlyMap<string, Parameter>;
  /** Where each literal stands. */
  readonly sites: ReadonlyMap<string, Site>;
  /** Where the first literal of a name stands that is set more than once. */
  readonly firstSites: ReadonlyMap<string, Site>;
  /** Statements that steps repeat, as `cell:statement`. */
  readonly derived: ReadonlySet<string>;
}

/** The key of a statement of a cell; both are counted from 0, the cell among code cells. */
export function statementKey(cell: number, statement: number): string {
  return `${cell}:${statement}`;
}

/** Read the parameters cells. What cannot be a parameter is reported (DF801, DF803). */
export function readParameters(
  w: World,
  diagnostics: Diagnostic[]
): Parameters {
  const { notebook } = w;
  const literals = new Map<string, Parameter>();
  const sites = new Map<string, Site>();
  const firstSites = new Map<string, Site>();
  const derived = new Set<string>();
  for (const index of w.places.parameters) {
    const cell = notebook.cells[index]?.cell;
    if (!cell) {
      continue;
    }
    parseCell(cell.source).body.forEach((stmt, number) => {
      const found = parameterStatement(stmt);
      if (found?.kind === 'literal') {
        for (const { name, type, value, at, exact } of found.names) {
          literals.set(name, {
            name,
            type,
            default: value,
            cell: cell.id,
            ...(exact && { source: cell.source.slice(exact.start, exact.end) })
          });
          const earlier = sites.get(name);
          if (earlier && !firstSites.has(name)) {
            firstSites.set(name, earlier);
          }
          sites.set(name, { cell: index, at });
        }
      } else if (found?.kind === 'derived') {
        derived.add(statementKey(index, number));
        if (found.name !== null) {
          const where = whereOf(notebook, { cell: index, at: found.at });
          const from = namesIn(
            cell.source.slice(stmt.start, stmt.end),
            literals
          );
          diagnostics.push(parameterDerived(where, found.name, from));
        }
      } else if (found) {
        const site = { cell: index, at: found.at };
        const where = whereOf(notebook, site);
        const fixes = moveToStep(w, site);
        diagnostics.push(
          found.name === null
            ? notAParameter(where, fixes)
            : parameterNotLiteral(where, found.name, fixes)
        );
      }
    });
  }
  return { literals, sites, firstSites, derived };
}

/** The parameters that a statement mentions after its first name, for a message. */
function namesIn(
  text: string,
  literals: ReadonlyMap<string, Parameter>
): string[] {
  const [, ...rest] = text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [];
  return [...new Set(rest)].filter(name => literals.has(name));
}
