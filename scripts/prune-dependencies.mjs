// For container images: removes from node_modules what never runs on this platform. It says how
// much that was. Never needed by hand; `npm ci` brings everything back.
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const MODULES = path.join(import.meta.dirname, '..', 'node_modules');

/** ONNX Runtime brings its library for every platform; TensorFlow.js brings browser bundles. */
const RUNTIMES = path.join(MODULES, 'onnxruntime-node', 'bin');
const OTHER_PLATFORM = new RegExp(`/(?!${process.platform}/${process.arch}/)\\w+/\\w+/[^/]+$`);
const BROWSER_BUNDLE =
  /\/@tensorflow\/.*(\.min\.js|\.es2017\.js|\.fesm\.js|\.html|\/miniprogram\/.*)$/;
/** Of ONNX Runtime for browsers, its smallest build is served. */
const WEB_RUNTIMES = path.join(MODULES, 'onnxruntime-web');
const SERVED_RUNTIME =
  /\/(ort\.wasm\.bundle\.min\.mjs|ort-wasm-simd-threaded\.wasm|package\.json|README\.md)$/;
const SOURCE_MAP = /\.map$/;
const TYPES = /\.d\.[cm]?ts$/;

let removedBytes = 0;
for (const entry of readdirSync(MODULES, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = path.join(entry.parentPath, entry.name);
  const isForeign =
    (file.startsWith(RUNTIMES) && OTHER_PLATFORM.test(file)) ||
    (file.startsWith(WEB_RUNTIMES) && !SERVED_RUNTIME.test(file));
  if (!isForeign && ![BROWSER_BUNDLE, SOURCE_MAP, TYPES].some((kind) => kind.test(file))) continue;
  removedBytes += statSync(file).size;
  rmSync(file);
}
console.log(`Removed ${Math.round(removedBytes / 1e6)} MB that this platform never runs.`);
