import * as fc from 'fast-check';

import * as messages from '../messages/notebook';
import { readNotebook } from './read-notebook';
import { FILE, read, codes } from './testing/notebooks';

describe('nonsense', () => {
  it.each([
    ['', messages.emptyFile(FILE.name)],
    [undefined, messages.emptyFile(FILE.name)],
    [[], messages.notANotebook(FILE.name)],
    [null, messages.notANotebook(FILE.name)],
    ['{"a": 1}', messages.notANotebook(FILE.name)],
    [
      { nbformat: 3, worksheets: [{ cells: [] }] },
      messages.otherFormat(FILE.name, 3)
    ],
    [{ nbformat: 4, metadata: {}, cells: [] }, messages.noCells(FILE.name)]
  ])('says what is wrong with %j', (content, expected) => {
    const { value, diagnostics } = readNotebook(content, FILE);
    expect(diagnostics).toEqual([expected]);
    expect(value.steps).toEqual([]);
    expect(value.settings.name).toBe('digits');
  });

  it('says why a text is not JSON', () => {
    const { diagnostics } = readNotebook('<<<<<<< HEAD', FILE);
    expect(codes(diagnostics)).toEqual(['NB2']);
  });

  it('tells a notebook without tags from one without steps', () => {
    expect(read([[[]]]).diagnostics).toEqual([messages.notTagged(FILE.name)]);
    expect(read([[['imports']]]).diagnostics).toEqual([
      messages.noSteps(FILE.name)
    ]);
  });

  it('never throws, whatever the JSON', () => {
    const entry = fc.record(
      {
        id: fc.jsonValue(),
        cell_type: fc.oneof(fc.constantFrom('code', 'raw'), fc.jsonValue()),
        source: fc.jsonValue(),
        execution_count: fc.jsonValue(),
        metadata: fc.oneof(
          fc.jsonValue(),
          fc.record(
            {
              tags: fc.jsonValue(),
              kalette: fc.oneof(
                fc.jsonValue(),
                fc.record({
                  retry: fc.jsonValue(),
                  resources: fc.jsonValue(),
                  secrets: fc.jsonValue()
                })
              )
            },
            { requiredKeys: [] }
          )
        )
      },
      { requiredKeys: [] }
    );
    const content = fc.oneof(
      fc.jsonValue(),
      fc.record({
        cells: fc.array(fc.oneof(entry, fc.jsonValue())),
        metadata: fc.oneof(
          fc.jsonValue(),
          fc.record({
            kalette: fc.jsonValue(),
            kubeflow_notebook: fc.oneof(
              fc.jsonValue(),
              fc.record({ steps_defaults: fc.jsonValue() })
            )
          })
        )
      })
    );
    fc.assert(
      fc.property(content, json => {
        const { value, diagnostics } = readNotebook(json, FILE);
        expect(Array.isArray(diagnostics)).toBe(true);
        expect(new Set(value.cells.map(({ cell }) => cell.id)).size).toBe(
          value.cells.length
        );
      })
    );
  });
});
