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
      image.hidden = true; // no picture after all: the answer says so in words
    },
    { once: true },
  );
  image.src = url;
}
