/** Colour of the bars where all of a picture is shown. */
const BARS = 'rgb(127, 127, 127)';

/**
 * Draws what a network sees of a picture, as nearly as a canvas can: the picture fitted to its input, on
 * white where it is transparent.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLImageElement} image
 * @param {import('./fit-picture.js').Input} input
 */
export function drawNetworkView(canvas, image, { width, height, fit, crop }) {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { naturalWidth, naturalHeight } = image;
  let [drawnWidth, drawnHeight] = [width, height];
  if (fit !== 'stretch') {
    const scales = [width / naturalWidth, height / naturalHeight];
    const scale = fit === 'cover' ? Math.max(...scales) / crop : Math.min(...scales);
    [drawnWidth, drawnHeight] = [naturalWidth * scale, naturalHeight * scale];
  }
  const [left, top] = [(width - drawnWidth) / 2, (height - drawnHeight) / 2];
  context.fillStyle = BARS;
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#fff';
  context.fillRect(left, top, drawnWidth, drawnHeight);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, left, top, drawnWidth, drawnHeight);
}
