import { KeyDesk } from '../../src/auth/key-desk';
import { SecretBox } from '../../src/auth/secret-box';
import type { KeyStore } from '../../src/store/keys/api-key';

/** Makes and revokes keys as another process does that works on the same database. */
export function keyDeskOf(store: KeyStore, now: () => number): KeyDesk {
  return new KeyDesk({
    store,
    box: new SecretBox('a secret of a service in a test, 32 characters'),
    newId: () => 'id',
    now,
    onChange: () => undefined,
  });
}
