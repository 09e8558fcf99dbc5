'use strict';
const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest gives each test file a realm of its own, in which `x instanceof Float32Array` is false for
 * arrays made outside it; native add-ons and tfjs then refuse them. The test realm therefore
 * shares the binary types and Error of the outer one.
 */
const SHARED = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
  'Error',
];

module.exports = class SharedRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
  }
};
