import { expect, test } from 'vitest';
import { assertRoomForNote, TooManyNotes } from './note.ts';

test('a flag holds a hundred notes', () => {
  expect(() => assertRoomForNote(99)).not.toThrow();
  expect(() => assertRoomForNote(100)).toThrow(TooManyNotes);
});
