import { spawnSync } from 'node:child_process';
import { processTag } from '../../src/config/process-tag';

/** The tag of a process of this machine that has ended. */
export function goneProcessTag(): string {
  const [host, boot] = processTag().split('-');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  return [host, boot, pid, 1].join('-');
}
