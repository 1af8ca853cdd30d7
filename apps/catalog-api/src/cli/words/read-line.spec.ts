import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../usage.error.js';
import { readLine, remembered } from './read-line.js';

describe('a line of the prompt', () => {
  it.each([
    ['show "Anna Bell"', { given: { command: 'show', handle: 'Anna Bell' }, isJson: false }],
    ['show maria --json', { given: { handle: 'maria' }, isJson: true }],
    ['grant --help', { given: { command: 'help', topic: 'grant' } }],
    ['--help', { given: { command: 'help', topic: undefined } }],
  ])('%j', (line, read) => {
    expect(readLine(line)).toMatchObject(read);
  });

  it.each(['', '   ', '\t'])('is nothing when it is blank: %j', (line) => {
    expect(readLine(line)).toBeUndefined();
  });

  it.each([
    ['shw maria', 'the command "shw" is unknown; did you mean "show"?'],
    ['show "Anna', 'a quote (") is not closed'],
    ['where --db-dir /x', '--db-dir is for the start of cli-auth; leave the prompt first'],
    ['--json', 'a command is missing'],
  ])('%j is not understood', (line, message) => {
    expect(() => readLine(line)).toThrow(new UsageError(message));
  });
});

describe('the history', () => {
  it.each([
    ['show maria', 'show maria'],
    ['  show   "Anna Bell" ', 'show   "Anna Bell"'],
    ['grant maria EditCatlog --durtion 3', 'grant maria EditCatlog --durtion 3'],
    ['add-login maria', 'add-login maria'],
    ['add-login "Anna Bell" secret', 'add-login Anna\\ Bell'],
    ['check-password maria -- -secret', 'check-password maria'],
    ['update-login -- -x secret', 'update-login -- -x'],
    ['add-login maria secret with blanks', 'add-login'],
    ['add-login maria -secret', 'add-login'],
    ['', undefined],
    ['ad-login maria secret', undefined],
    ['add-login maria "secret', undefined],
    ['secret', undefined],
  ])('keeps of %j only %j', (line, kept) => {
    expect(remembered(line)).toBe(kept);
  });
});
