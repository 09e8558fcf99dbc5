// Draws the pictures of docs/examples, which the README's commands send: `node scripts/draw-examples.mjs`
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';

const SHIP = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="640" height="480">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#7fa9cf"/><stop offset="1" stop-color="#dbe8f0"/>
    </linearGradient>
    <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#3f6f95"/><stop offset="1" stop-color="#1d3f5e"/>
    </linearGradient>
  </defs>
  <rect width="320" height="150" fill="url(#sky)"/>
  <rect y="150" width="320" height="90" fill="url(#sea)"/>
  <path d="M18 128h284l-30 50H52z" fill="#23303c"/>
  <path d="M46 166h230l-5 12H52z" fill="#8e2f2a"/>
  <path d="M78 100h150v28H78z" fill="#eef1f2"/>
  <path d="M98 78h96v22H98z" fill="#dfe4e6"/>
  <path d="M118 44h20v34h-20zM156 50h18v28h-18z" fill="#c9512f"/>
  <path d="M118 44h20v8h-20zM156 50h18v7h-18z" fill="#23303c"/>
  <path d="M252 70v58M262 84l-10-14" stroke="#3a4650" stroke-width="3" fill="none"/>
  <g fill="#31556f">
    <rect x="88" y="108" width="12" height="8"/><rect x="112" y="108" width="12" height="8"/>
    <rect x="136" y="108" width="12" height="8"/><rect x="160" y="108" width="12" height="8"/>
    <rect x="184" y="108" width="12" height="8"/><rect x="206" y="108" width="12" height="8"/>
  </g>
  <path d="M0 186q20-6 40 0t40 0 40 0 40 0 40 0 40 0 40 0 40 0M-10 208q22-7 44 0t44 0 44 0 44 0 44 0 44 0 44 0" stroke="#6f9cbc" stroke-width="3" fill="none"/>
</svg>`;

const AIRPLANE = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="96" height="96">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#5f9bd6"/><stop offset="1" stop-color="#cfe3f4"/>
    </linearGradient>
  </defs>
  <rect width="320" height="320" fill="url(#sky)"/>
  <path d="M20 176q40-22 110-24l116-4q44-2 60 12-14 18-60 20l-150 6q-50 2-76-10z" fill="#e9edf0"/>
  <path d="M140 160l-52 74h26l84-72z" fill="#aab5be"/>
  <path d="M170 152l-40-58h20l66 56z" fill="#c4ccd3"/>
  <path d="M26 172l-14-56h24l34 48z" fill="#d23f34"/>
  <path d="M276 158q12 0 20 6l-22 3z" fill="#2c3b49"/>
  <path d="M90 166h150" stroke="#2f5f93" stroke-width="5"/>
</svg>`;

await mkdir('docs/examples', { recursive: true });
await sharp(Buffer.from(SHIP)).jpeg({ quality: 85 }).toFile('docs/examples/ship.jpg');
await sharp(Buffer.from(AIRPLANE)).png({ palette: true }).toFile('docs/examples/airplane.png');
