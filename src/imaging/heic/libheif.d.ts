declare module 'libheif-js/libheif-wasm/libheif.js' {
  const createModule: (options: {
    wasmBinary: Uint8Array;
    print: () => void;
    printErr: () => void;
  }) => unknown;
  export default createModule;
}
