/** The network's input is this many pixels wide and high. */
const SIDE = 32;

/**
 * Draws what is left of a picture when it is squeezed into the network's input, as the service
 * does it: the whole picture, its proportions lost, on white where it is transparent.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLImageElement} image
 */
export function drawNetworkView(canvas, image) {
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, SIDE, SIDE);
}
