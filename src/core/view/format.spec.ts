import {
  formatBytes,
  formatChange,
  formatClock,
  formatDuration,
  formatNumber,
  formatValue
} from './format';
import { activeSeconds, activeSince, parseTime, secondsBetween } from './time';

describe('format', () => {
  it.each([
    [0, '< 0.1 s'],
    [0.012, '< 0.1 s'],
    [0.4, '0.4 s'],
    [0.94, '0.9 s'],
    [0.96, '0:01'],
    [24.4, '0:24'],
    [59.6, '1:00'],
    [3725, '1:02:05'],
    [-3, '< 0.1 s']
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, 'en')).toBe(text);
  });

  it.each([
    [0.4, '0:00'],
    [1.4, '0:01'],
    [3725, '1:02:05']
  ])('writes %d seconds that go on as %s', (seconds, text) => {
    expect(formatClock(seconds)).toBe(text);
  });

  it.each([
    [0.98123, '0.9812'],
    [12345, '12345'],
    [0, '0'],
    [0.00001234, '1.234E-5'],
    [NaN, 'NaN']
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value, 'en')).toBe(text);
  });

  it('writes differences with their sign', () => {
    expect(formatChange(0.00312, 'en')).toBe('+0.0031');
    expect(formatChange(-2, 'en')).toBe('-2');
    expect(formatChange(0, 'en')).toBe('0');
  });

  it('writes bytes and values of any kind', () => {
    expect(formatBytes(460e6, 'en')).toBe('460 MB');
    expect(formatBytes(12, 'en')).toBe('12 bytes');
    expect(formatBytes(1, 'en')).toBe('1 byte');
    expect(formatBytes(0, 'en')).toBe('0 bytes');
    expect(formatValue('a', 'en')).toBe('a');
    expect(formatValue([1, 2], 'en')).toBe('[1,2]');
    expect(formatValue(true, 'en')).toBe('true');
  });
});

describe('time', () => {
  it.each([
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59.125Z',
    '2000-03-01T00:00:00+05:30',
    '1999-12-31T12:00:00-08:00'
  ])('reads %s as the platform does', text => {
    expect(parseTime(text)).toBe(Date.parse(text));
  });

  it('measures between two times and refuses other texts', () => {
    expect(
      secondsBetween('2025-01-01T00:00:00Z', '2025-01-01T00:01:00.5Z')
    ).toBe(60.5);
    expect(parseTime('yesterday')).toBeNaN();
  });
});

describe('the time of a run', () => {
  const at = (second: number) => `2025-01-02T10:00:0${second}.000Z`;
  const run = { startedAt: at(1), endedAt: at(7) };

  it('leaves out the time in which it lay interrupted', () => {
    expect(activeSeconds(run)).toBe(6);
    expect(activeSeconds({ ...run, activeSince: at(5) })).toBe(2);
    expect(activeSince({ ...run, activeSince: at(5) })).toBe(at(5));
  });

  it('is not known before it ends', () => {
    expect(activeSeconds({ ...run, endedAt: null })).toBeNull();
    expect(activeSince({ startedAt: null, endedAt: null })).toBeNull();
  });
});
