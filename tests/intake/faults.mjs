// Intake's double: the ways in which it fails on demand.

/** Every way but the two that end a puller for good. */
export const WAYS = ["413", "429", "500", "503", "cut", "cut-after", "slow", "never", "never-after", "partial", "page"];

/** A number from 0 to 1 from a seed, the same for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Chooses what becomes of each request. `next` is a list used up one a request; `every` fails one request in so many,
 * in one of `ways`, by `seed`. A `blind` double only counts lines, for measurements that are to be of the sender.
 */
export class Faults {
  constructor() {
    this.set({});
  }

  set({ next = [], every = 0, ways = WAYS, seed = 1, refuse = null, delay = 0, retryAfter = 1, down = false, rate = 0, blind = false }) {
    Object.assign(this, { next: [...next], every, ways, refuse, delay, retryAfter, down, rate, blind });
    this.draw = random(seed);
  }

  /** The fault of a request; null for none. */
  choose() {
    if (this.next.length > 0)
      return this.next.shift();
    return this.every > 0 && this.draw() < 1 / this.every ? this.ways[Math.floor(this.draw() * this.ways.length)] : null;
  }
}
