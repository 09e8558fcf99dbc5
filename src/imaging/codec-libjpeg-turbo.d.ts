declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const createModule: (options: { locateFile: (name: string) => string }) => Promise<unknown>;
  export default createModule;
}
