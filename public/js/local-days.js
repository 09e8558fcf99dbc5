/**
 * @typedef {object} DayField a field for a day, as it was when the page was shown
 * @property {HTMLInputElement} input
 * @property {string} asked what the address said: a day in UTC, a moment, or nothing
 * @property {string} shown
 */

/**
 * Lets the fields for days of a form mean days where the reader is: what is sent is the moment at
 * which the day begins there. Without this script, and where an address names a day, they mean days
 * in UTC, as the page then says.
 * @param {HTMLFormElement} form
 */
export function useLocalDays(form) {
  /** @type {DayField[]} */
  const fields = [...form.querySelectorAll('input[type=date]')].map((element) => {
    const input = /** @type {HTMLInputElement} */ (element);
    const asked = input.dataset.asked ?? '';
    const shown = asked.includes('T') ? dayOf(new Date(asked)) : asked;
    // A reader may have been faster than this script.
    if (input.value === input.defaultValue) input.value = shown;
    const sayZone = () => {
      const isUnchanged = input.value === shown;
      const isDay = asked === '' || startOf(input.value).getTime() === Date.parse(asked);
      noteOf(input, 'zone').classList.toggle('room', asked.includes('T') || !isUnchanged || isDay);
      noteOf(input, 'exact').hidden = isDay || !isUnchanged || !asked.includes('T');
    };
    input.addEventListener('input', sayZone);
    sayZone();
    return { input, asked, shown };
  });
  form.addEventListener('formdata', ({ formData }) => {
    for (const { input, asked, shown } of fields) {
      if (input.value === shown) formData.set(input.name, asked);
      else if (input.value !== '') formData.set(input.name, startOf(input.value).toISOString());
    }
  });
}

/**
 * @param {HTMLInputElement} input
 * @param {string} name
 * @returns {HTMLElement}
 */
function noteOf(input, name) {
  const note = input.closest('.field')?.querySelector(`.${name}`);
  if (!(note instanceof HTMLElement)) throw new Error(`${input.name} has no note ${name}`);
  return note;
}

/** The first moment of a day here. @param {string} day `2026-11-28` */
function startOf(day) {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

/** The day of a moment here, as a field has it. @param {Date} moment */
function dayOf(moment) {
  const two = (/** @type {number} */ part) => String(part).padStart(2, '0');
  const year = String(moment.getFullYear()).padStart(4, '0');
  return `${year}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
