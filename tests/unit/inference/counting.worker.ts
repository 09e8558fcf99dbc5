import { setImmediate as nextTurn } from 'node:timers/promises';
import { IMAGE_VALUES } from '../../../src/config/image-shape';
import type { Engine } from '../../../src/inference/engine';
import { serveEngine } from '../../../src/inference/serve-engine';

// An engine that counts the networks that it has begun to run: that is what it says of an image,
// and of its neighbours a little later.

let begun = 0;

const engine: Engine = {
  name: 'counting 1.0',
  open: () =>
    Promise.resolve({
      async run(images) {
        const mine = ++begun;
        await nextTurn();
        return new Float32Array(images.length / IMAGE_VALUES).fill(mine);
      },
      release: () => Promise.resolve(),
    }),
  index: () => ({
    async similarities(rows) {
      await nextTurn();
      return rows.map(() => begun);
    },
    release: () => undefined,
  }),
};

void serveEngine(() => Promise.resolve(engine));
