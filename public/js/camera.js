import { byId, text } from './page-data.js';

const QUALITY = 0.92;

/**
 * Takes pictures with the camera, where the browser lets a page do that: over https, or at
 * localhost.
 *
 * @param {(file: File) => void} onPicture
 */
export function startCamera(onPicture) {
  const open = byId('camera');
  if (navigator.mediaDevices?.getUserMedia === undefined) return;
  open.hidden = false;
  const dialog = /** @type {HTMLDialogElement} */ (byId('camera-dialog'));
  const view = /** @type {HTMLVideoElement} */ (byId('camera-view'));
  const take = /** @type {HTMLButtonElement} */ (byId('camera-take'));
  const words = byId('camera-words');
  /** @type {MediaStream | undefined} */
  let stream;

  open.addEventListener('click', () => void start());
  byId('camera-cancel').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', stop);
  take.addEventListener('click', () => {
    const canvas = document.createElement('canvas');
    canvas.width = view.videoWidth;
    canvas.height = view.videoHeight;
    canvas.getContext('2d')?.drawImage(view, 0, 0);
    canvas.toBlob(
      (blob) => {
        dialog.close();
        if (blob) onPicture(new File([blob], text('cameraFile'), { type: blob.type }));
      },
      'image/jpeg',
      QUALITY,
    );
  });

  async function start() {
    words.hidden = false;
    words.textContent = text('cameraWaiting');
    view.hidden = true;
    take.disabled = true;
    dialog.showModal();
    try {
      const video = { facingMode: 'environment', width: { ideal: 1280 } };
      stream = await navigator.mediaDevices.getUserMedia({ video });
      if (!dialog.open) {
        stop(); // it was closed while the browser asked
        return;
      }
      view.srcObject = stream;
      await view.play();
      view.hidden = false;
      words.hidden = true;
      take.disabled = false;
    } catch (error) {
      const reason = /** @type {Error} */ (error).message;
      words.textContent = text('cameraFailed', { reason });
    }
  }

  /** The camera's light goes out. */
  function stop() {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    view.srcObject = null;
  }
}
