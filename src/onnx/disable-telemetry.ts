// ONNX Runtime 1.30 reports to its makers: it looks up their host, keeps a device id and a database
// of events in the home folder, and logs into the folder of temporary files. It reads this variable
// when it is loaded. In a worker thread an assignment reaches it only where the thread shares the
// environment of the process (`SHARE_ENV`).
process.env.ORT_DISABLE_TELEMETRY = '1';
