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

const TRUCK = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="320" height="240">
  <rect width="320" height="170" fill="#c9dbe6"/>
  <rect y="170" width="320" height="70" fill="#77777a"/>
  <path d="M20 60h190v122H20z" fill="#e8e6df"/>
  <path d="M20 60h190v14H20z" fill="#c8c5bb"/>
  <path d="M214 96h52l34 40v46h-86z" fill="#b3372c"/>
  <path d="M226 106h34l24 30h-58z" fill="#33495a"/>
  <path d="M16 178h288v12H16z" fill="#2b2d31"/>
  <g fill="#1c1d20">
    <circle cx="66" cy="196" r="22"/><circle cx="120" cy="196" r="22"/><circle cx="256" cy="196" r="22"/>
  </g>
  <g fill="#a9adb2">
    <circle cx="66" cy="196" r="9"/><circle cx="120" cy="196" r="9"/><circle cx="256" cy="196" r="9"/>
  </g>
  <rect x="288" y="158" width="12" height="12" fill="#ffe9a8"/>
</svg>`;

const FROG = `
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320" width="256" height="256">
  <rect width="320" height="320" fill="#6b5a3e"/>
  <g fill="#54452e">
    <circle cx="40" cy="60" r="34"/><circle cx="280" cy="40" r="40"/><circle cx="290" cy="280" r="44"/>
    <circle cx="30" cy="290" r="40"/><circle cx="160" cy="20" r="30"/>
  </g>
  <path d="M60 236q-20-70 40-110 60-36 120 0 62 40 40 110-40 46-100 46t-100-46z" fill="#5f8f3a"/>
  <path d="M96 250q20-64 64-64t64 64q-30 22-64 22t-64-22z" fill="#b9c98a"/>
  <path d="M52 246q-30 30 4 42h54q-10-40-58-42zM268 246q30 30-4 42h-54q10-40 58-42z" fill="#4a7430"/>
  <circle cx="108" cy="118" r="28" fill="#5f8f3a"/><circle cx="212" cy="118" r="28" fill="#5f8f3a"/>
  <circle cx="108" cy="114" r="16" fill="#e6d27a"/><circle cx="212" cy="114" r="16" fill="#e6d27a"/>
  <circle cx="108" cy="114" r="8" fill="#16180f"/><circle cx="212" cy="114" r="8" fill="#16180f"/>
  <path d="M96 178q64 34 128 0" stroke="#3a5c24" stroke-width="6" fill="none"/>
  <g fill="#44692c"><circle cx="150" cy="140" r="9"/><circle cx="176" cy="154" r="7"/><circle cx="132" cy="160" r="6"/></g>
</svg>`;

await mkdir('docs/examples', { recursive: true });
await sharp(Buffer.from(SHIP)).jpeg({ quality: 85 }).toFile('docs/examples/ship.jpg');
await sharp(Buffer.from(AIRPLANE)).png({ palette: true }).toFile('docs/examples/airplane.png');
await sharp(Buffer.from(TRUCK)).webp({ quality: 85 }).toFile('docs/examples/truck.webp');
await sharp(Buffer.from(FROG)).png({ palette: true }).toFile('docs/examples/frog.png');
