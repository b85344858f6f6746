import { SAVED_VERSION, stepFingerprint, type StepParts } from './fingerprint';

const PARTS: StepParts = {
  code: ['x = 1'],
  definitions: [],
  parameters: [],
  variables: [],
  after: []
};

// As a Kalette computed it that saved no names with an underscore and told of less as missing.
const EARLIER =
  'sha256:33646206c4799a883a8b993b6a7d231801bcbd9f1a1b7ee8e0a5a74602b6439e';

it('is another one when something else is saved behind a step', () => {
  expect(stepFingerprint(PARTS)).not.toBe(EARLIER);
  expect(stepFingerprint(PARTS, SAVED_VERSION + 1)).not.toBe(
    stepFingerprint(PARTS)
  );
});

it('does not count ends of lines and spaces behind them', () => {
  const code = ['x = 1  \r\n\n'];
  expect(stepFingerprint({ ...PARTS, code })).toBe(stepFingerprint(PARTS));
});
