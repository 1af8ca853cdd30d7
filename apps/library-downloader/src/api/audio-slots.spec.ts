import { describe, expect, it } from '@jest/globals';
import { AudioSlots } from './audio-slots.js';

describe('AudioSlots', () => {
  it('refuses one too many until a slot is given back', () => {
    const slots = new AudioSlots(2);
    slots.take();
    const release = slots.take();
    expect(() => slots.take()).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_REQUESTS', headers: { 'retry-after': '1' } }),
    );
    release();
    expect(() => slots.take()).not.toThrow();
  });

  it('counts a slot that is given back twice once', () => {
    const slots = new AudioSlots(1);
    const release = slots.take();
    release();
    release();
    slots.take();
    expect(() => slots.take()).toThrow();
  });
});
