import { IMAGE_FORMATS } from '../../../src/config/image-formats';
import { decodeImage } from '../../support/decode-for-cifar';
import type { ImageLimits } from '../../../src/imaging/decoded-image';
import { png } from '../../support/images';
import { tiffFile } from '../../support/tiff-file';

const LIMITS: ImageLimits = { maxPixels: 1_000_000, formats: IMAGE_FORMATS };
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const padded = (text: string, at = 0): Buffer =>
  Buffer.concat([Buffer.alloc(at), latin1(text), Buffer.alloc(600)]);
const ftyp = (brand: string): Buffer => padded(`\0\0\0\x14ftyp${brand}\0\0\0\0isom`);

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"></svg>';

describe('a file that is not taken', () => {
  it.each([
    ['a PDF', padded('%PDF-1.7\n'), /PDF.*Export/],
    ['an SVG', latin1(SVG), /SVG.*Export/],
    ['an SVG behind a declaration', latin1(`<?xml version="1.0"?>\n<!-- x -->\n${SVG}`), /SVG/],
    ['an SVG of UTF-16', Buffer.from(`\ufeff${SVG}`, 'utf16le'), /SVG/],
    ['a PSD', padded('8BPS\0\x01'), /Photoshop.*Export/],
    ['a GIMP document', padded('gimp xcf v011'), /GIMP/],
    ['a PostScript', padded('%!PS-Adobe-3.0'), /PostScript/],
    ['an old office document', padded('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), /office/],
    ['a CR2', padded('II*\0\x10\0\0\0CR\x02\0'), /CR2.*JPEG/],
    ['a CR3', ftyp('crx '), /CR3/],
    ['a RAF', padded('FUJIFILMCCD-RAW 0201'), /RAF/],
    ['an ORF', padded('IIRO\x08\0\0\0'), /ORF/],
    ['an RW2', padded('IIU\0\x18\0\0\0'), /RW2/],
    ['a DNG', tiffFile({ tags: [[50_706, 1, [1, 4, 0, 0]]] }), /DNG.*JPEG/],
    [
      'an NEF',
      tiffFile({
        tags: [
          [254, 4, [1]],
          [271, 2, latin1('NIKON CORPORATION\0')],
          [330, 4, [8, 8]],
        ],
      }),
      /NEF/,
    ],
    [
      'an ARW',
      tiffFile({
        tags: [
          [254, 4, [1]],
          [271, 2, latin1('SONY\0')],
          [330, 4, [8]],
        ],
      }),
      /ARW/,
    ],
    ['a raw of raw pixels', tiffFile({ tags: [[262, 3, [32_803]]] }), /raw file/],
    ['an MP4', ftyp('isom'), /video.*single picture/],
    ['a QuickTime', ftyp('qt  '), /video/],
    ['a WebM', padded('\x1a\x45\xdf\xa3'), /video/],
    ['an AVI', padded('RIFF\x24\0\0\0AVI LIST'), /video/],
    ['a WAV', padded('RIFF\x24\0\0\0WAVEfmt '), /sound/],
    ['an icon', padded('\0\0\x01\0\x01\0'), /ICO.*Save/],
    ['a JPEG 2000', padded('\0\0\0\x0cjP  \r\n\x87\n'), /JPEG 2000/],
    ['a JPEG XL', padded('\xff\x0a\xfa\x1f'), /JPEG XL/],
    ['a boxed JPEG XL', padded('\0\0\0\x0cJXL \r\n\x87\n'), /JPEG XL/],
    ['a PPM', padded('P6\n32 32\n255\n'), /anymap/],
    ['an OpenEXR', padded('v/1\x01\x02\0\0\0'), /OpenEXR/],
    ['a DICOM', padded('DICM', 128), /DICOM/],
    ['a FITS', padded('SIMPLE  =                    T'), /FITS/],
    ['a zip', padded('PK\x03\x04'), /archive.*training data/],
    ['a tar', padded('ustar\x0000', 257), /archive/],
    [
      'a pointer of Git LFS',
      latin1('version https://git-lfs.github.com/spec/v1\noid sha256:00\n'),
      /Git LFS.*git lfs pull/,
    ],
    ['a web page', latin1('<!DOCTYPE html><html><body>404</body></html>'), /web page/],
    ['a text', latin1('ship.jpg,Ship\n'), /a text/],
    ['a program', padded('MZ\x90\0'), /program/],
  ] as const)('is named: %s', async (_, file, message) => {
    await expect(decodeImage(file, LIMITS)).rejects.toMatchObject({
      name: 'ImageError',
      code: 'UNSUPPORTED_IMAGE',
      message: expect.stringMatching(message) as string,
    });
  });

  it('has a sentence of its own when nobody knows it', async () => {
    const file = padded('\x07\x01\x93\xfe');
    await expect(decodeImage(file, LIMITS)).rejects.toMatchObject({
      message:
        'The file is not an image of a known format (PNG, JPEG, GIF, WebP, AVIF, TIFF, BMP, HEIC).',
    });
  });

  it('is told which formats are accepted when its own is switched off', async () => {
    const limits: ImageLimits = { ...LIMITS, formats: ['jpeg', 'heic'] };
    await expect(decodeImage(await png(), limits)).rejects.toMatchObject({
      code: 'FORMAT_NOT_ALLOWED',
      message: 'PNG images are not accepted here, only JPEG, HEIC.',
    });
  });
});
