// What the store says of itself: nothing in it was read or typed.

import { peopleHere } from './store.js';

/** What pages show of a store, open or locked, and what the clock goes on from. */
export async function read(store) {
  const meta = (name) => store.get('meta', name);
  const people = await peopleHere(store.slug);
  return {
    clock: await meta('clock') ?? {},
    person: store.person,
    name: await meta('name') ?? '',
    heldUntil: await meta('held until') ?? null,
    lastContact: await meta('contact') ?? null,
    hasPassphrase: Boolean(await meta('passphrase')),
    others: people.filter((one) => one !== store.person).length,
  };
}

/** Contact prolongs how long the store may be held. */
export async function keepContact(store, status, clock) {
  await store.put('meta', 'held until', status.held_until);
  await store.put('meta', 'contact', clock.now());
  await store.put('meta', 'clock', clock.reading);
}
