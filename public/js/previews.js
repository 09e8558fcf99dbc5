/** Pictures up to this many pixels wide are shown pixel by pixel instead of blurred. */
const SMALL = 128;

/**
 * Shows a picture that has not left the machine in an image element.
 * @param {HTMLImageElement} image
 * @param {File} file
 */
export function preview(image, file) {
  const url = URL.createObjectURL(file);
  const release = () => URL.revokeObjectURL(url);
  image.addEventListener(
    'load',
    () => {
      release();
      image.classList.toggle('small', image.naturalWidth <= SMALL);
    },
    { once: true },
  );
  image.addEventListener(
    'error',
    () => {
      release();
      image.hidden = true; // no picture after all, or one that this browser does not know
    },
    { once: true },
  );
  image.src = url;
}

/**
 * Shows what the service keeps of a picture that the browser cannot show itself, as most cannot show
 * HEIC and TIFF.
 * @param {HTMLImageElement} image
 * @param {string} id of its prediction
 */
export function showKept(image, id) {
  const show = () => {
    image.addEventListener(
      'load',
      () => {
        image.hidden = false;
        image.classList.toggle('small', image.naturalWidth <= SMALL);
      },
      { once: true },
    );
    image.loading = 'eager'; // what is hidden would never be loaded
    image.src = `/api/predictions/${id}/thumbnail`;
  };
  if (image.hidden) show();
  else if (image.naturalWidth === 0) image.addEventListener('error', show, { once: true });
}
