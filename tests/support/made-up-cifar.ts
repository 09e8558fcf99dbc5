import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CIFAR10_CLASSES } from '../../src/config/cifar10';
import { colourPng } from './colour-png';

/** Training images in the layout of CIFAR-10, a colour for each class. */
export function writeMadeUpCifar(folder: string, imagesPerClass: number): void {
  for (const [c, name] of CIFAR10_CLASSES.entries()) {
    const images = path.join(folder, 'train', name.toLowerCase());
    mkdirSync(images, { recursive: true });
    for (let i = 0; i < imagesPerClass; i++) {
      writeFileSync(path.join(images, `${i}.png`), colourPng([25 * c, 250 - 25 * c, 10 * i]));
    }
  }
}
