// How long to wait before what is being typed is kept: for a pause, but not for ever. Somebody who
// types without a pause, in a tab that then crashes, loses about a second of it.

const LONGEST = 1_000;

/**
 * @param {number} usual ms after the last keystroke
 * @param {number} since when the first was typed that is not kept yet, by performance.now()
 * @returns {number} ms to wait
 */
export function pause(usual, since) {
  return Math.max(0, Math.min(usual, since + LONGEST - performance.now()));
}
