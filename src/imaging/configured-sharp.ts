import sharp from 'sharp';

// Every image is seen once, and the requests are what runs in parallel.
sharp.cache(false);
sharp.concurrency(1);
// Nothing but the formats that libvips decodes for us is ever opened, whatever the bytes look like to libvips.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadHeifBuffer', // AVIF
  ],
});

/** sharp, as untrusted files want it: every use of it goes through here. */
export { sharp };
