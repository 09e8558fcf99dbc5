// `tsx with-memory-settings.ts SCRIPT [arguments]`: the script, with the allocator set for training.
import { spawn } from 'node:child_process';
import { withMemorySettings } from '../training/memory-settings';

const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(2)], {
  env: withMemorySettings(process.env),
  stdio: 'inherit',
  // In a process group of its own: a Ctrl-C would reach it from the terminal and from here, and the
  // second one ends a command at once.
  detached: true,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => child.kill(signal));
}
child.once('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.once('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
