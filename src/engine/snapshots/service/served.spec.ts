import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { digestOf } from '../../../core/view/testing/snapshots';
import { Served } from './served';

const ID = digestOf('51de09c7');
const HERE = `snap:digits/1@${ID}`;
const THERE = `snap+s3://bucket/team#${ID}`;
const SNAPSHOT = { id: ID, notebook: 'nb/digits.ipynb' };

describe('the new folder of a snapshot', () => {
  it('is beside the workspace, named like the notebook or else like the workspace', () => {
    const served = new Served('/srv', '/srv/team/eu');
    expect(served.freeFolder(SNAPSHOT, HERE)).toBe('team/digits-51de');
    const bare = { ...SNAPSHOT, notebook: null };
    expect(served.freeFolder(bare, HERE)).toBe('team/eu-51de');
  });

  it('is in the workspace where what is around it is not served', () => {
    const served = new Served('/srv', '/srv');
    expect(served.freeFolder(SNAPSHOT, HERE)).toBe('digits-51de');
  });

  it('is where the program was started for one from elsewhere', () => {
    const inLab = new Served('/srv', '/srv/team/eu');
    expect(inLab.freeFolder(SNAPSHOT, THERE)).toBe('digits-51de');
    const command = new Served('/', '/srv/team/eu', '/srv/team/eu/nb');
    expect(command.freeFolder(SNAPSHOT, THERE)).toBe(
      'srv/team/eu/nb/digits-51de'
    );
  });

  it('is never one that is there', () => {
    const root = mkdtempSync(join(tmpdir(), 'kalette-served-'));
    const served = new Served(root, join(root, 'eu'));
    mkdirSync(join(root, 'digits-51de'));
    mkdirSync(join(root, 'digits-51de-2'));
    expect(served.freeFolder(SNAPSHOT, HERE)).toBe('digits-51de-3');
  });
});
